"""What goes out to whom and why, and what was sent, over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field

from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.copying import copy_texts
from services.notifications.outgoing.path import ONE, PATTERN
from services.notifications.outgoing.reading import Question, lines_of, names_of, one, page
from services.notifications.outgoing.scope import scope_of
from services.notifications.outgoing.shown import shown
from services.notifications.outgoing.span import moment, span
from services.notifications.reminders.row import Reminder
from services.notifications.sending.equipment import Equipment
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.identity.dependencies import BeyondFigures
from shared.instant import BEGINNING_OF_TIME, write_instant
from shared.problems import Rejected
from shared.read_model.answering import only_whole

PREFIX = "/reminders"
ReminderId = Annotated[str, Path(max_length=26, pattern=PATTERN, description="As a list shows it.")]
_SEEN = r"^[^\x00-\x1f\x7f]+$"
SubjectName = Annotated[str, Field(min_length=1, max_length=700, pattern=_SEEN)]
"""`hazard/<id>`, `report/<campaign>/<period>/<filer>`"""
RecipientName = Annotated[str, Field(min_length=1, max_length=300, pattern=_SEEN)]
"""`filer/v-1/reporter`"""
RuleName = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_]+$")]
StateName = Literal["planned", "sending", "sent", "delivered", "failed", "uncertain", "cancelled"]
When = Annotated[str | None, Query(max_length=40, description="A day, or a moment with offset.")]
After = Annotated[
    str, Query(max_length=80, pattern=r"^[0-9TZ:.~a-z-]*$", description="The `next` of the page before.")
]

outgoing_api = APIRouter(prefix=PREFIX, tags=["reminders"], dependencies=[Depends(only_whole)])


@outgoing_api.get("", summary="What goes out and went, to whom and why; 提醒一览")
async def reminders(
    request: Request,
    account: BeyondFigures,
    from_: Annotated[When, Query(alias="from")] = None,
    until: When = None,
    recipient: RecipientName | None = None,
    rule: RuleName | None = None,
    subject: SubjectName | None = None,
    state: StateName | None = None,
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Due in the span (without it the next 7 days), as far as it is yours; the last page has no `next`.

    `copy_texts`: 复制文字 for the group chat, of what is on the page.
    """
    clock: Clock = request.app.state.clock
    pool: Pool = request.app.state.pool
    policy = _equipment(request).rulebook.policy
    begins, ends = span(from_, until, clock.now())
    asked = Question(begins, ends, recipient, rule, subject, state, place(after), limit)
    async with pool.acquire() as connection:
        scope = await scope_of(connection, account, policy)
        rows = await page(connection, account.township, scope, asked)
        names = await names_of(connection, account.township, (row.recipient for row in rows))
    answer: dict[str, Any] = {
        "from": write_instant(begins),
        "until": write_instant(ends),
        "reminders": [shown(row, names, policy) for row in rows],
        "copy_texts": await copy_texts(acting(request, account), ((row.subject, row.state) for row in rows)),
    }
    return answer if len(rows) < limit else answer | {"next": written_place(rows[-1])}


@outgoing_api.get(ONE, summary="One, with what was known when it was sent; 提醒依据")
async def reminder(request: Request, account: BeyondFigures, id: ReminderId) -> dict[str, Any]:  # noqa: A002 - as in the path
    """With its lines of the chained record: hash of the text, version of the rule, positions of the logs."""
    pool: Pool = request.app.state.pool
    policy = _equipment(request).rulebook.policy
    async with pool.acquire() as connection:
        row = await one(connection, account.township, id)
        scope = await scope_of(connection, account, policy)
        if row is None or not scope.holds(row.rule, row.recipient):
            raise Rejected("not_found", what=id)
        names = await names_of(connection, account.township, [row.recipient])
        record = await lines_of(connection, account.township, id)
    judged_on = None if row.judged_on is None else dict(row.judged_on)
    return {**shown(row, names, policy), "judged_on": judged_on, "record": record}


def _equipment(request: Request) -> Equipment:
    equipment: Equipment = request.app.state.equipment
    return equipment


def written_place(row: Reminder) -> str:
    return f"{write_instant(row.due)}~{row.id}"


def place(after: str) -> tuple[datetime, str]:
    if not after:
        return BEGINNING_OF_TIME, ""
    due, _, id_ = after.partition("~")
    return moment("after", due), id_
