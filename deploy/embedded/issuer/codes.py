"""Authorization codes: each good once and for a minute; a second use takes back what the first one gave."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from time import monotonic

from deploy.embedded.issuer.asked import Asked
from deploy.embedded.issuer.short_lived import ShortLived
from shared.logging import get_logger

_log = get_logger("paicha.sign_in")

SECONDS = 60
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody signed in for."""

    login: str
    asked: Asked
    signed_in: int
    """In seconds since 1970; never before the account's last change, which would recall what comes of it."""
    family: str
    """Of the tokens that come of it."""


@dataclass(slots=True)
class _Code:
    grant: Grant
    used: bool = False


class Codes:
    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._codes = ShortLived[_Code](SECONDS, MOST, now)
        self._taken_back: dict[str, None] = {}
        """Families, the oldest first; none is needed for longer than its refresh token lives."""

    def give(self, login: str, asked: Asked, signed_in: int) -> str:
        return self._codes.put(_Code(Grant(login, asked, signed_in, token_urlsafe(16))))

    def redeem(self, code: str) -> Grant | None:
        """Whatever comes of it, the code is used up."""
        found = self._codes.get(code)
        if found is None:
            return None
        if found.used:
            self._take_back(found.grant.family)
            _log.warning("code_replayed", account=found.grant.login)
            return None
        found.used = True
        return found.grant

    def has_taken_back(self, family: str) -> bool:
        return family in self._taken_back

    def _take_back(self, family: str) -> None:
        self._taken_back[family] = None
        if len(self._taken_back) > MOST:
            del self._taken_back[next(iter(self._taken_back))]
