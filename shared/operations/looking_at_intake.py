"""Looking at what a service takes in: what is pending on the bus, what waits, what could not be handled."""

from collections.abc import Sequence
from datetime import UTC, datetime

from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.intake.commit.queue import Intake
from shared.intake.store.dead_letters_decided import count_open_of
from shared.metrics import reading
from shared.operations.row import Row
from shared.operations.rows.of_intake import letters_row, pending_row, waiting_row
from shared.operations.standing import Standing

INTAKE = "intake"


def look_at_intake(standing: Standing, pool: Pool, intake: Intake) -> None:
    service = standing.service

    async def look(account: Account) -> Sequence[Row]:
        """Of the account's own town, but what is pending, which nobody has looked into yet."""
        now = datetime.now(UTC)
        many, oldest = await count_open_of(pool, account.township)
        waiting = intake.retries.waiting_of(account.township)
        since = min((each.since for each in waiting), default=None)
        return [
            pending_row(service, _pending(), standing.trend(INTAKE)),
            letters_row(service, many, _seconds(oldest, now)),
            waiting_row(service, len(waiting), _seconds(since, now)),
        ]

    standing.add("intake", look, {INTAKE: _pending})


def _pending() -> int | None:
    pending = reading("paicha_intake_pending_facts")
    return None if pending is None else int(pending)


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())
