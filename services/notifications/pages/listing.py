"""Lines of reminders for a page, read as an account sees them."""

from collections.abc import Sequence
from typing import Any

from services.notifications.dry_run.expected import expected
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.reading import names_of
from services.notifications.pages.lines import line
from services.notifications.recipients.loading import references_of
from services.notifications.reminders.row import Reminder
from services.notifications.sending import statements
from services.notifications.sending.muted import Muted
from shared.event_log.connection import Connection
from shared.instant import write_instant


async def lines_of(acting: Acting, connection: Connection, rows: Sequence[Reminder]) -> list[dict[str, Any]]:
    """With when each is expected to go, and whether it is the account's own."""
    rulebook, township = acting.equipment.rulebook, acting.township
    recipients = sorted({row.recipient for row in rows})
    names = await names_of(connection, township, recipients)
    own = set(await references_of(connection, township, acting.account.name))
    muted = await statements.muted(connection, township, recipients, acting.now)
    return [
        line(row, names, rulebook.policy, rulebook.texts)
        | {"own": row.recipient in own}
        | _expected(acting, row, muted)
        for row in rows
    ]


def _expected(acting: Acting, row: Reminder, muted: Muted) -> dict[str, Any]:
    """Of what is planned by a rule that there still is."""
    policy = acting.equipment.rulebook.policy
    rule = policy.rules.get(row.rule)
    if row.state != "planned" or rule is None:
        return {"expected": None, "moved": None}
    at, moved = expected(row, rule, policy.etiquette, muted)
    return {"expected": None if at is None else write_instant(at), "moved": moved}
