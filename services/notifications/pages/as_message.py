"""How reminders read as a message: made anew from what is known of them, with a text message's length."""

from collections.abc import Sequence

from jinja2 import UndefinedError

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.reading import names_of
from services.notifications.pages.lines import in_order
from services.notifications.reminders.row import Reminder
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.preview import Preview, preview
from shared.event_log.connection import Connection


async def read_as(acting: Acting, connection: Connection, rows: Sequence[Reminder]) -> Preview | None:
    """None of what can't be written any more: a row that a backup lacked, a rule that is gone."""
    equipment = acting.equipment
    names = await names_of(connection, acting.township, [row.recipient for row in rows])
    said = [_said(row) for row in rows if row.rule in equipment.rulebook.texts.rules and row.audience]
    if not said:
        return None
    reader = Reader(names.get(rows[0].recipient, ""), rows[0].channel, equipment.page)
    try:
        return preview(said, reader, equipment.rulebook.texts, equipment.sign_name)
    except (KeyError, UndefinedError):
        return None


def _said(row: Reminder) -> Said:
    seat = in_order(row.audience)[0]
    return Said(row.rule, row.facts, row.due, seat, row.as_of, row.recipient)
