"""Signing a token for an account; what `paicha token` prints and a sign-in answers."""

import time
from datetime import datetime
from typing import NamedTuple

from joserfc import jwt

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import signing_key
from deploy.embedded.issuer.seats import first_township, seat_login, seats
from deploy.embedded.issuer.town import organisation_for, read_towns, town_of
from deploy.embedded.running import last_address
from shared.facts.account import EVERY_ROLE, Account, Person
from shared.json_types import JsonObject

AUDIENCE = "paicha"
LIFETIME_SECONDS = 12 * 3600
BRIEF_SECONDS = 15 * 60
"""Of what a client fetches, which can fetch another one."""


class Token(NamedTuple):
    text: str
    expires: int
    """Seconds since 1970."""


def token_for(
    folder: DataFolder,
    role: str,
    organisation: str | None = None,
    township: str | None = None,
    person: Person | None = None,
    *,
    head: bool = False,
) -> str:
    """For `paicha token`: any seat of a town, whether or not somebody sits there.

    Only a demonstration names a person of itself, who is made up.
    """
    address = last_address(folder)
    towns = read_towns()
    town = town_of(township, towns)
    organisation = organisation_for(town, role, organisation)
    login = seat_login(first_township(folder, towns), town, role, organisation)
    if person is None and address.demo:
        person = next((seat.account().person for seat in seats(folder) if seat.login == login), None)
    organisations = frozenset() if organisation is None else frozenset({organisation})
    known_role = next(each for each in EVERY_ROLE if each == role)
    account = Account(login, town.township, known_role, organisations, person=person, head=head)
    return sign(folder, address.issuer, account, int(time.time())).text


def sign(
    folder: DataFolder,
    issuer: str,
    account: Account,
    issued: int,
    end: datetime | None = None,
    seconds: int = LIFETIME_SECONDS,
) -> Token:
    """Judged by real time wherever it is used, whatever clock the facts go by; never valid beyond the end."""
    key = signing_key(folder)
    expires = issued + seconds
    if end is not None:
        expires = min(expires, int(end.timestamp()))
    claims: JsonObject = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": account.name,
        "iat": issued,
        "exp": expires,
        "role": account.role,
        "township": account.township,
    }
    for organisation in account.organisations:
        claims["organisation"] = organisation
    if account.head:
        claims["head"] = True
    if account.person is not None:
        claims |= {"name": account.person.name, "office": account.person.office}
    return Token(jwt.encode({"alg": "ES256", "kid": key.kid}, dict(claims), key), expires)
