"""`/notifications/pages/reminders`: what the role looks at first."""

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.pages.own import own_page
from services.notifications.pages.technical import technical_page
from services.notifications.pages.town import town_page
from shared.identity.dependencies import BeyondFigures
from shared.read_model.answering import only_whole

router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders")
async def first_page(request: Request, account: BeyondFigures) -> Response:
    match account.role:
        case "safety_office" | "auditor":
            return await town_page(request, account)
        case "operator":
            return await technical_page(request, account)
        case _:
            return await own_page(request, account)
