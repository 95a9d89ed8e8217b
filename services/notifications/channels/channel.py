"""What every channel is to the rest: one message to one address, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Message:
    """To be sent once. Kept nowhere: the table knows who, why and a hash of the text."""

    id: str
    """The reminder's id, at the provider too: Message-ID, OutId."""
    to: str
    """An e-mail address, or a mobile number in the international form."""
    title: str
    text: str
    html: str | None = None
    template: str | None = None
    """Of text messages: the name of the template in the policy of texts."""
    variables: Mapping[str, str] = field(default_factory=dict)
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it."""

    reference: str | None = None


@dataclass(frozen=True, slots=True)
class PutOff:
    """The provider has surely not taken it; later it may."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not taken, and never will be. `wrong_address` flags the contact."""

    why: str
    wrong_address: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been taken: a timeout after the content was handed over."""

    why: str


Outcome: TypeAlias = Accepted | PutOff | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Found:
    """The provider, asked, has it."""

    delivered: bool | None = None
    """None while it does not know."""
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """The provider, asked, never got it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Ids of messages that were surely taken with a copy, handed over just before and after one in doubt.

    None where that one had no copy: then nothing follows from its not being found.
    """

    before: Sequence[str] = ()
    after: Sequence[str] = ()


NOTHING_BESIDE = Beside()


class MayGo(Protocol):
    async def __call__(self, *, copied: bool = False) -> Outcome | None:
        """Asked once, last before the provider could take the message: what became of it where it must not.

        `copied`: a copy goes along to where it can be looked for.
        """


async def without_asking(*, copied: bool = False) -> None:
    """Where nobody else could be sending the same."""


class Channel(Protocol):
    name: str
    tells: bool
    """Whether its provider can be asked what became of a message."""

    async def send(self, message: Message, may_go: MayGo = without_asking) -> Outcome:
        """Never raises for what a provider does; never tries twice by itself.

        The later it asks whether it may go, the less is in doubt when its process dies.
        """

    async def find(
        self, id_: str, to: str, day: datetime, beside: Beside = NOTHING_BESIDE
    ) -> Found | Absent | None:
        """What became of a message handed over at `day`; None where this channel can't tell, or not yet."""
