"""Who is choosing a password just now, having typed the one that it replaces."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from deploy.embedded.issuer.asked import Asked
from deploy.embedded.issuer.short_lived import ShortLived
from deploy.embedded.issuer.sign_in import SignedIn

SECONDS = 900
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Choice:
    login: str
    name: str
    replaced: str
    """The hash of the password that was typed."""
    asked: Asked | None
    """The client that waits for the sign-in; none behind the page that shows a token."""


class Choices:
    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._open = ShortLived[Choice](SECONDS, MOST, now)

    def begin(self, who: SignedIn, asked: Asked | None) -> str:
        """The secret that the page goes on with."""
        person = who.account.person
        name = "" if person is None else person.name
        return self._open.put(Choice(who.account.name, name, who.replaced, asked))

    def of(self, secret: str) -> Choice | None:
        return self._open.get(secret)
