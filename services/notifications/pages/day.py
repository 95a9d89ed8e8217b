"""提醒试算: who would get what on a day, computed from what is known now."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifications.dry_run.api import plan
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.span import moment
from services.notifications.pages.drawn import drawn
from services.notifications.pages.lines import whys
from services.notifications.pages.words import CHANNELS, title
from services.notifications.reminders.in_words import REASONS
from shared.identity.dependencies import BeyondFigures
from shared.instant import SHANGHAI
from shared.read_model.answering import only_whole

_AT_ONCE = 60
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/day")
async def day_page(
    request: Request,
    account: BeyondFigures,
    at: Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = "",
    after: Annotated[str, Query(max_length=26, pattern=r"^[a-z2-7]*$")] = "",
) -> Response:
    who = acting(request, account)
    found = await plan(request, account, at or None, after, _AT_ONCE)
    texts = who.equipment.rulebook.texts
    going = [
        each
        | {
            "heading": title(each["rule"], each["title"]),
            "by": CHANNELS.get(each["channel"], (each["channel"], each["channel"])),
            "whys": whys(each["seats"], each["recipient"], texts),
            "why_moved": REASONS.get(each["moved"], (each["moved"], each["moved"])),
        }
        for each in found["reminders"]
    ]
    return drawn(
        request, "day.html", "day", at=found["at"], going=going, texts=found["copy_texts"],
        next=found.get("next"), **_beside(found["at"]),
    )  # fmt: skip


def _beside(at: str) -> dict[str, Any]:
    begins = moment("at", at)
    here = begins.astimezone(SHANGHAI).date()
    return {
        "begins": begins,
        "before": str(here - timedelta(days=1)),
        "behind": str(here + timedelta(days=1)),
    }
