"""The pages' routers, for the service's wiring."""

from fastapi import APIRouter

from services.notifications.pages import (
    acknowledgement,
    call_list,
    channels,
    contacts,
    day,
    duty,
    groups,
    home,
    mutes,
    one,
    own,
    recount,
    rehearsal,
    sms_templates,
    technical,
    town,
)

PAGES: list[APIRouter] = [
    page.router
    for page in (
        acknowledgement, home, own, town, technical, groups, call_list, day, mutes, contacts, duty,
        sms_templates, channels, rehearsal, recount, one,
    )
]  # fmt: skip
