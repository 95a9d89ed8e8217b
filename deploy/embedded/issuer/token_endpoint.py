"""The token endpoint: for a code, a refresh token, or as programs do it a name and its password."""

import asyncio
import time
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from deploy.embedded.issuer.asked import CLIENT
from deploy.embedded.issuer.equipment import Equipment, Equipped
from deploy.embedded.issuer.id_token import id_token
from deploy.embedded.issuer.parameters import Unreadable, read_body, read_parameters
from deploy.embedded.issuer.proof_key import fits
from deploy.embedded.issuer.refreshing import read_refresh_token, refresh_token
from deploy.embedded.issuer.sign_in import NotNow, SignedIn, still_signed_in
from deploy.embedded.issuer.tokens import BRIEF_SECONDS, sign
from deploy.embedded.issuer.trying import Limited, try_password
from shared.json_types import JsonObject

routes = APIRouter(prefix="/issuer")
GRANT_TYPES = ("authorization_code", "refresh_token", "password")


class NotGranted(Exception):
    """As RFC 6749 has it, in section 5.2."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error, self.description = error, description


@routes.post("/token")
async def token(request: Request, equipment: Equipped) -> JSONResponse:
    try:
        said = read_parameters(await read_body(request))
        match said.get("grant_type", "password"):
            case "password":
                answer = await _for_a_password(equipment, request, said)
            case "authorization_code":
                answer = await _for_a_code(equipment, said)
            case "refresh_token":
                answer = await _for_a_refresh_token(equipment, said)
            case _:
                raise NotGranted("unsupported_grant_type", f"Supported are {', '.join(GRANT_TYPES)}.")
    except Limited as limited:
        told = f"Too many attempts: try again in {limited.seconds} s."
        error = {"error": "temporarily_unavailable", "error_description": told}
        return JSONResponse(error, 429, {"Retry-After": str(limited.seconds)})
    except Unreadable as unreadable:
        error = {"error": "invalid_request", "error_description": unreadable.en}
        return JSONResponse(error, 400)
    except NotGranted as refused:
        described = {"error_description": refused.description} if refused.description else {}
        return JSONResponse({"error": refused.error, **described}, 400)
    return JSONResponse(answer)


async def _for_a_password(equipment: Equipment, request: Request, said: Mapping[str, str]) -> JsonObject:
    """Not for a first password, which only opens the page to choose one."""
    username, password = said.get("username", ""), said.get("password", "")
    try:
        who = await try_password(equipment, request, username, password, by_program=True)
    except NotNow as refused:
        raise NotGranted("invalid_grant", refused.en) from None
    if who is None:
        raise NotGranted("invalid_grant")
    if who.has_to_choose(by_program=True):
        raise NotGranted(
            "invalid_grant",
            "This is a first password: sign in with it on the page once and choose your own, then use that.",
        )
    made = sign(equipment.folder, equipment.issuer, who.account, who.issued, who.end)
    expires_in = made.expires - int(time.time())
    return {"access_token": made.text, "token_type": "Bearer", "expires_in": expires_in}


async def _for_a_code(equipment: Equipment, said: Mapping[str, str]) -> JsonObject:
    _check_client(said)
    code, verifier = _needed(said, "code"), _needed(said, "code_verifier")
    redirect_uri = _needed(said, "redirect_uri")
    grant = equipment.codes.redeem(code)
    if grant is None:
        raise NotGranted("invalid_grant", "The code is unknown, was used before, or has expired.")
    if redirect_uri != grant.asked.redirect_uri or not fits(verifier, grant.asked.challenge):
        raise NotGranted("invalid_grant", "The code was given for another redirect_uri or code_verifier.")
    who = await _as_it_is_now(equipment, grant.login, grant.signed_in)
    return {
        **_access(equipment, who),
        "scope": " ".join(sorted(grant.asked.scope)),
        "id_token": id_token(equipment.folder, equipment.issuer, who, grant),
        "refresh_token": refresh_token(equipment.folder, equipment.issuer, grant),
    }


async def _for_a_refresh_token(equipment: Equipment, said: Mapping[str, str]) -> JsonObject:
    """The same refresh token goes on until its end: none of them lengthens a sign-in."""
    _check_client(said)
    text = _needed(said, "refresh_token")
    known = read_refresh_token(equipment.folder, equipment.issuer, text, time.time())
    if known is None or equipment.codes.has_taken_back(known.family):
        raise NotGranted("invalid_grant", "The refresh token is not valid, or not any more: sign in again.")
    who = await _as_it_is_now(equipment, known.login, known.issued)
    return {**_access(equipment, who), "refresh_token": text}


def _check_client(said: Mapping[str, str]) -> None:
    if _needed(said, "client_id") != CLIENT:
        raise NotGranted("invalid_client", f"The one client is {CLIENT}.")


def _needed(said: Mapping[str, str], name: str) -> str:
    if name not in said:
        raise NotGranted("invalid_request", f"{name} is missing.")
    return said[name]


async def _as_it_is_now(equipment: Equipment, login: str, issued: int) -> SignedIn:
    who = await asyncio.to_thread(still_signed_in, equipment.folder, login, issued, demo=equipment.demo)
    if who is None:
        raise NotGranted("invalid_grant", "The account was changed or has ended since: sign in again.")
    return who


def _access(equipment: Equipment, who: SignedIn) -> JsonObject:
    made = sign(equipment.folder, equipment.issuer, who.account, who.issued, who.end, BRIEF_SECONDS)
    expires_in = made.expires - int(time.time())
    return {"access_token": made.text, "token_type": "Bearer", "expires_in": expires_in}
