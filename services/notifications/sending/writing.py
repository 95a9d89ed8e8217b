"""From claimed reminders to the message: read together, written once, known by its hash. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.channels.channel import Message
from services.notifications.planning.wanted import Wanted
from services.notifications.recipients.loading import Address
from services.notifications.reminders.row import Reminder
from services.notifications.rules.demand import Seat
from services.notifications.sending.judging import Go
from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.texts import Texts
from shared.canonical import canonical, digest

_SEATS = [seat.value for seat in Seat]
"""From the one who acts to the one who only has to know."""


@dataclass(frozen=True, slots=True)
class Going:
    """A reminder that was judged, and may go."""

    row: Reminder
    verdict: Go
    wanted: Wanted
    """As demanded at that moment: what is said, and for whom."""


def write(
    going: Sequence[Going], to: Address, texts: Texts, sign_name: str, page: str, acknowledge: str | None
) -> Message:
    """One message of all of them, under the first one's id."""
    first = going[0].row
    said = [
        Said(
            each.row.rule,
            each.wanted.demand.facts,
            each.row.due,
            _seat(each.wanted),
            each.verdict.as_of,
            each.row.recipient,
        )
        for each in going
    ]
    reader = Reader(to.name, first.channel, page, acknowledge)
    composed = compose(said, reader, texts, sign_name)
    return Message(
        first.id, to.to, composed.title, composed.text, composed.html, composed.template,
        composed.variables, first.attempts + 1,
    )  # fmt: skip


def hash_of(message: Message) -> str:
    """Of all that is read; not of the address."""
    return digest(canonical([message.title, message.text, message.html, dict(message.variables)]))


def _seat(wanted: Wanted) -> str:
    return min(wanted.seats, key=_SEATS.index)
