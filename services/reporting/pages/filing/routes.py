"""The routes of 报送 together."""

from fastapi import APIRouter

from services.reporting.pages.filing import (
    newer_part,
    period_acts,
    period_page,
    preparing_sheet_page,
    sheet_page,
    signing_page,
    since_part,
    submission_acts,
    submission_page,
    verification_page,
)

router = APIRouter(include_in_schema=False)
for _each in (
    period_page, period_acts, preparing_sheet_page, newer_part, signing_page, submission_page,
    submission_acts, since_part, sheet_page, verification_page,
):  # fmt: skip
    router.include_router(_each.router)
