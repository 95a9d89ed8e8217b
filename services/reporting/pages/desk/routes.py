"""The routes of 工作台 together."""

from fastapi import APIRouter

from services.reporting.pages.desk import changed_part, desk_page, glance_part

router = APIRouter(include_in_schema=False)
for _each in (desk_page, changed_part, glance_part):
    router.include_router(_each.router)
