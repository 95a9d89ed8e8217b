"""One reminder as a line of a page: what, to whom, by which way, how it stands, and why. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.notifications.outgoing.shown import shown
from services.notifications.pages.words import CHANNELS, SEATS, WHY, WHY_INSTEAD, title
from services.notifications.policy.policy import Policy
from services.notifications.reminders.in_words import Words, standing
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.rules.demand import Seat
from services.notifications.texts.texts import Texts
from services.notifications.texts.why import why

_REACHED = (State.SENT, State.DELIVERED, State.UNCERTAIN)


def line(row: Reminder, names: Mapping[str, str], policy: Policy, texts: Texts) -> dict[str, Any]:
    """`names` by recipient."""
    rule = policy.rules.get(row.rule)
    told = shown(row, names, policy)
    return told | {
        "heading": title(row.rule, str(told["title"])),
        "standing": standing(row.state, row.reason, row.channel),
        "by": CHANNELS.get(row.channel, (row.channel, row.channel)),
        "as_who": [SEATS.get(seat, (seat, seat)) for seat in in_order(row.audience)],
        "whys": whys(row.audience, row.recipient, texts),
        "family": None if rule is None else rule.family,
        "mutable": rule is not None and rule.mutable,
        "mutable_by_office": rule is not None and rule.mutable_by_office,
        "technical": rule is not None and rule.technical,
        "reached": row.state in _REACHED,
    }


def whys(seats: Iterable[str], recipient: str, texts: Texts) -> Sequence[Words]:
    found = (why(seat, recipient, texts) for seat in in_order(seats))
    english = {"why": WHY, "why_instead": WHY_INSTEAD}
    return [(each.said(texts), english[each.table].get(each.key, each.key)) for each in dict.fromkeys(found)]


def in_order(seats: Iterable[str]) -> list[str]:
    """From the one who acts to the one who only has to know."""
    known = set(seats)
    return [seat.value for seat in Seat if seat.value in known]
