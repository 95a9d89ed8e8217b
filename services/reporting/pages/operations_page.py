"""运行监控: one sentence, then the table; each service draws its own part of it."""

from fastapi import APIRouter, Request, Response

from shared.operations.pages.drawn import PREFIX, Overseer, console_page

router = APIRouter(prefix=PREFIX, include_in_schema=False)

SERVICES = ("registry", "hazards", "reporting", "notifications")
WITH_ACTS = ("registry", "hazards", "reporting")


@router.get("")
async def operations(request: Request, account: Overseer) -> Response:
    return console_page(request, account, "overview", "overview.html", services=SERVICES, with_acts=WITH_ACTS)
