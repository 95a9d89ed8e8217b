"""What operators look at: the channels, what nobody knows whether it arrived, and technical reminders."""

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.channel_states.api import Operator
from services.notifications.channel_states.channels import channels
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.around_now import coming, lately
from services.notifications.outgoing.scope import scope_of
from services.notifications.pages.drawn import drawn
from services.notifications.pages.listing import lines_of
from services.notifications.pages.words import CHANNELS, HALTS
from shared.read_model.answering import only_whole

_NEXT = 20
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/technical")
async def technical_page(request: Request, account: Operator) -> Response:
    who = acting(request, account)
    async with who.pool.acquire() as connection:
        scope = await scope_of(connection, account, who.equipment.rulebook.policy)
        next_ = await lines_of(who, connection, await coming(connection, who.township, scope, _NEXT))
        went = await lines_of(who, connection, await lately(connection, who.township, scope, who.now))
    return drawn(
        request, "technical.html", "technical", next=next_, went=went, channels=await channels(who),
        names=CHANNELS, halts=HALTS,
    )  # fmt: skip
