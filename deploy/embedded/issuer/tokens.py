"""Signing a token for an account; what `paicha token` prints and a sign-in answers."""

import time

from joserfc import jwt

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import signing_key
from deploy.embedded.issuer.people import account_name
from deploy.embedded.issuer.town import read_town
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address
from shared.json_types import JsonObject

AUDIENCE = "paicha"
LIFETIME_SECONDS = 12 * 3600
OF_A_FILER = ("reporter", "officer")
OF_THE_TOWN = ("safety_office", "leader", "auditor", "operator")


def token_for(folder: DataFolder, role: str, organisation: str | None) -> str:
    """For `paicha token`: any seat of the town, whether or not a demo person sits there."""
    address = last_address(folder)
    town = read_town()
    if role not in OF_A_FILER + OF_THE_TOWN:
        known = ", ".join(OF_A_FILER + OF_THE_TOWN)
        raise Refusal(f"没有角色“{role}”：{known}。", f"There is no role “{role}”: {known}.", usage=True)
    if role in OF_A_FILER and organisation not in town.villages | town.departments:
        known = "、".join(town.villages | town.departments)
        raise Refusal(
            f"角色 {role} 需要 --organisation，取值之一：{known}。",
            f"Role {role} takes --organisation, one of those ids.",
            usage=True,
        )
    if role in OF_THE_TOWN:
        if organisation not in (None, town.safety_office if role == "safety_office" else None):
            raise Refusal(
                f"角色 {role} 不属于某个单位。", f"Role {role} takes no --organisation.", usage=True
            )
        organisation = town.safety_office if role == "safety_office" else None
    name = account_name(role, organisation if role in OF_A_FILER and organisation else town.township)
    return sign(folder, address.issuer, name, role, organisation)


def sign(folder: DataFolder, issuer: str, name: str, role: str, organisation: str | None) -> str:
    """Judged by real time wherever it is used, whatever clock the facts go by."""
    key = signing_key(folder)
    now = int(time.time())
    claims: JsonObject = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": name,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "role": role,
        "township": read_town().township,
    }
    if organisation is not None:
        claims["organisation"] = organisation
    return jwt.encode({"alg": "ES256", "kid": key.kid}, dict(claims), key)
