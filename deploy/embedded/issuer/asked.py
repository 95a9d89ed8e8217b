"""What a client asks at the authorization endpoint: read, or refused as OpenID Connect says. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

CLIENT = "paicha"
"""The one client: the pages. It has no secret, and proves by PKCE that it began the sign-in itself."""
CALLBACK = "/registry/session/callback"
SCOPES = ("openid", "profile", "offline_access")
"""The name is told in any case."""
NAMES = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "prompt", "max_age", "login_hint", "ui_locales",
)  # fmt: skip
"""Those that a form of ours sends again."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_PROMPTS = {"login", "consent", "select_account"}
_NOT_SUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


class WrongClient(Exception):
    """Nobody may be redirected to an address that is not the client's."""


class AskedWrongly(Exception):
    """For the client to be told, by redirect."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error, self.description = error, description


@dataclass(frozen=True, slots=True)
class Asked:
    redirect_uri: str
    challenge: str
    scope: frozenset[str]
    state: str | None = None
    nonce: str | None = None
    login_hint: str = ""
    again: bool = False
    """Somebody who is signed in has to show that it is still the same person."""
    said: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The parameters as they came."""


def check_client(said: Mapping[str, str], redirect_uri: str) -> None:
    """To the letter: what is like the address belongs to somebody else."""
    if said.get("client_id") != CLIENT or said.get("redirect_uri") != redirect_uri:
        raise WrongClient


def read_asked(said: Mapping[str, str]) -> Asked:
    """Of a client that is known; the password is always asked for, so that `max_age` needs no more."""
    _check_kind(said)
    scope = frozenset(said.get("scope", "").split()) & {*SCOPES}
    if "openid" not in scope:
        raise AskedWrongly("invalid_scope", "The scope has to contain openid.")
    challenge = said.get("code_challenge", "")
    if said.get("code_challenge_method") != "S256" or _CHALLENGE.fullmatch(challenge) is None:
        raise AskedWrongly("invalid_request", "PKCE is needed: code_challenge, code_challenge_method=S256.")
    return Asked(
        redirect_uri=said["redirect_uri"],
        challenge=challenge,
        scope=scope,
        state=said.get("state"),
        nonce=said.get("nonce"),
        login_hint=said.get("login_hint", ""),
        again=_asks_again(said),
        said={name: said[name] for name in NAMES if name in said},
    )


def _check_kind(said: Mapping[str, str]) -> None:
    for name, error in _NOT_SUPPORTED.items():
        if name in said:
            raise AskedWrongly(error, f"{name} is not supported.")
    if "response_type" not in said:
        raise AskedWrongly("invalid_request", "response_type is missing.")
    if said["response_type"] != "code":
        raise AskedWrongly("unsupported_response_type", "Only response_type=code is supported.")
    if said.get("response_mode", "query") != "query":
        raise AskedWrongly("invalid_request", "Only response_mode=query is supported.")


def _asks_again(said: Mapping[str, str]) -> bool:
    prompts = set(said.get("prompt", "").split())
    if prompts == {"none"}:
        raise AskedWrongly("login_required", "The password is always asked for.")
    if not prompts <= _PROMPTS:
        raise AskedWrongly("invalid_request", "This prompt is not supported.")
    max_age = said.get("max_age", "0")
    if not (max_age.isascii() and max_age.isdecimal()):
        raise AskedWrongly("invalid_request", "max_age has to be a number of seconds.")
    return "login" in prompts or said.get("max_age") == "0"


def answered(redirect_uri: str, issuer: str, state: str | None, **said: str) -> str:
    """Where the browser goes with the answer, which says whose it is (RFC 9207)."""
    told = {**said, **({} if state is None else {"state": state}), "iss": issuer}
    return f"{redirect_uri}?{urlencode(told)}"
