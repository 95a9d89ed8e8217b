"""上次打开以来: kept by the person's own browser, so that nobody can be shown who has read what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request, Response

from shared.facts.account import Account

_HALF_AN_HOUR = 30 * 60 * 1_000_000
_HALF_A_YEAR_SECONDS = 182 * 24 * 3600
_KEPT = re.compile(r"([0-9]{1,16})\.([0-9]{1,16})\.([0-9]{1,16})")


@dataclass(frozen=True, slots=True)
class Visit:
    """By the town's clock, and how far the logs had come then."""

    at: int
    positions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Visits:
    last: Visit | None
    """The one before: what has come since is told. None for the first."""
    now: Visit


def visits(request: Request, account: Account, now: Visit) -> Visits:
    """Who comes back within half an hour is still on the same visit."""
    known = [_read(text) for text in request.cookies.get(_name(account), "").split("-")]
    begun, before = (*known, None, None)[:2]
    if begun is None:
        return Visits(None, now)
    return Visits(before, begun) if now.at - begun.at < _HALF_AN_HOUR else Visits(begun, now)


def remember(answer: Response, account: Account, told: Visits, *, secure: bool) -> None:
    kept = "-".join(_written(each) for each in (told.now, told.last) if each is not None)
    answer.set_cookie(
        _name(account), kept, max_age=_HALF_A_YEAR_SECONDS, path="/reporting/pages", secure=secure,
        httponly=True, samesite="lax",
    )  # fmt: skip


def _name(account: Account) -> str:
    """Accounts of a shared computer are kept apart."""
    return f"paicha_visit_{sha256(f'{account.township} {account.name}'.encode()).hexdigest()[:12]}"


def _written(visit: Visit) -> str:
    return f"{visit.at}.{visit.positions['registry']}.{visit.positions['hazards']}"


def _read(text: str) -> Visit | None:
    found = _KEPT.fullmatch(text)
    if found is None:
        return None
    at, registry, hazards = (int(each) for each in found.groups())
    return Visit(at, {"registry": registry, "hazards": hazards})
