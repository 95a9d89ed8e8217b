"""收到 over HTTP, for who is signed in. The page behind a link is with the pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from services.notifications.acknowledging.own import acknowledge_own
from services.notifications.sending.equipment import Equipment
from shared.http.few_at_once import FewAtOnce
from shared.identity.dependencies import BeyondFigures
from shared.instant import write_instant

router = APIRouter(tags=["reminders"])
ReminderId = Annotated[str, Path(min_length=26, max_length=26, pattern=r"^[a-z2-7]+$")]


@router.post("/reminders/{reminder}/acknowledge", summary="Acknowledge an own reminder; 收到")
async def acknowledge_signed_in(
    request: Request, account: BeyondFigures, reminder: ReminderId
) -> dict[str, Any]:
    """One that reached a contact of yours, never an urgent one. Ends its repeats to you, no later stage."""
    equipment: Equipment = request.app.state.equipment
    at = await acknowledge_own(equipment, account, reminder)
    return {"reminder": reminder, "acknowledged": write_instant(at)}


def strangers() -> FewAtOnce:
    return FewAtOnce(16)
