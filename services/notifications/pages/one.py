"""One reminder: why, when, how it reads, what was known and done about it, and what may be done now."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.acknowledging.own import acknowledge_own
from services.notifications.cancelling.acts import cancel, resend
from services.notifications.cancelling.api import Decider, Why
from services.notifications.cancelling.decision import Cancelling
from services.notifications.outgoing.acting import Acting, acting
from services.notifications.outgoing.api import ReminderId, reminder
from services.notifications.outgoing.path import ONE
from services.notifications.outgoing.reading import one, told_together
from services.notifications.outgoing.scope import Scope, scope_of
from services.notifications.pages.as_message import read_as
from services.notifications.pages.drawn import drawn, in_place
from services.notifications.pages.entered import asked, reason_in
from services.notifications.pages.listing import lines_of
from services.notifications.reminders.in_words import Words
from services.notifications.reminders.row import Reminder
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.identity.dependencies import BeyondFigures
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.read_model.answering import only_whole

_CANCELLED: Mapping[Cancelling, Words] = {
    Cancelling.CANCELLED: ("已取消，不再发送", "Cancelled: it will not go out"),
    Cancelling.ALREADY_CLAIMED: (
        "已在发送，或发送结果不明，无法取消",
        "It is being sent, or nobody knows: too late to cancel",
    ),
    Cancelling.SENT: ("已经发出，无法取消", "It has gone out already"),
}
_ACKNOWLEDGED: Words = ("已确认收到", "Acknowledged")
_RESENT: Words = ("将再次发送", "It goes out once more")
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get(f"/reminders{ONE}")
async def one_page(request: Request, account: BeyondFigures, id: ReminderId) -> Response:  # noqa: A002 - as in the path
    found = await reminder(request, account, id)
    return drawn(request, "one.html", "", **await _whole(request, account, id), record=found["record"])


@router.post(f"/reminders{ONE}/acknowledge")
async def acknowledge(
    request: Request,
    account: BeyondFigures,
    id: ReminderId,  # noqa: A002 - as in the path
    whole: bool = False,
) -> Response:
    """`whole`: from its own page, and not from a list."""
    await acknowledge_own(acting(request, account).equipment, account, id)
    template = "one_part.html" if whole else "line_part.html"
    return in_place(request, template, _ACKNOWLEDGED, **await _whole(request, account, id))


@router.post(f"/reminders{ONE}/cancel")
async def cancel_it(request: Request, account: Decider, id: ReminderId, form: Sent) -> Response:  # noqa: A002 - as in the path
    why = asked(Why, {"reason": reason_in(form)})
    answer, _ = await cancel(acting(request, account), id, why.reason)
    return in_place(request, "one_part.html", _CANCELLED[answer], **await _whole(request, account, id))


@router.post(f"/reminders{ONE}/resend")
async def resend_it(request: Request, account: Decider, id: ReminderId, form: Sent) -> Response:  # noqa: A002 - as in the path
    why = asked(Why, {"reason": reason_in(form)})
    await resend(acting(request, account), id, why.reason)
    return in_place(request, "one_part.html", _RESENT, **await _whole(request, account, id))


async def _whole(request: Request, account: Account, id_: str) -> dict[str, Any]:
    who = acting(request, account)
    async with who.pool.acquire() as connection:
        row = await one(connection, who.township, id_)
        scope = await scope_of(connection, account, who.equipment.rulebook.policy)
        if row is None or not scope.holds(row.rule, row.recipient):
            raise Rejected("not_found", what=id_)
        (line,) = await lines_of(who, connection, [row])
        together = await _together(who, connection, scope, row)
        reads = await read_as(who, connection, together)
    office = "operator" if line["technical"] else "safety_office"
    return {"line": line, "reads": reads, "together": len(together), "decides": account.role == office}


async def _together(who: Acting, connection: Connection, scope: Scope, row: Reminder) -> list[Reminder]:
    """What one message told with it, as far as the account sees that."""
    if row.message is None:
        return [row]
    rows = await told_together(connection, who.township, row.message)
    return [each for each in rows if scope.holds(each.rule, each.recipient)]
