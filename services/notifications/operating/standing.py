"""Looking at what this service reads, sends, and has told operators."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import State

from services.notifications.operating.rows import sending_row, trouble_row
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.follower.follower import Follower
from shared.metrics import reading
from shared.operations.looking_at_reading import look_at_follower, look_at_read_model
from shared.operations.row import Row
from shared.operations.rows.of_reading import REMINDERS_LATE
from shared.operations.standing import Standing

_TROUBLES = "select subject, since from troubles where township = $1 order by since, subject limit 50"


def operated(state: State, service: str, followers: Mapping[str, Follower]) -> Standing:
    """Put on `state` for the console's pages."""
    standing = state.standing = Standing(service)
    for log, follower in followers.items():
        look_at_follower(standing, log, follower, REMINDERS_LATE)
    look_at_read_model(standing, state.read_model)
    _look_at_sending(standing, state.pool)
    return standing


def _look_at_sending(standing: Standing, pool: Pool) -> None:
    async def look(account: Account) -> Sequence[Row]:
        rows = await pool.fetch(_TROUBLES, account.township)
        late = reading("paicha_reminders_late_seconds") or 0.0
        return [sending_row(late), *(trouble_row(row["subject"], row["since"]) for row in rows)]

    standing.add("sending", look)
