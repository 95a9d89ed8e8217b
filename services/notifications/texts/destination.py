"""Where the button of a mail leads: to what it is about, where that is one thing; else to the desk. Pure."""

from collections.abc import Sequence
from urllib.parse import quote

from services.notifications.texts.composed import Said
from services.notifications.texts.gathered import is_of_own


def destination(said: Sequence[Said], page: str) -> str:
    """`page`: the address of the deployment."""
    places = {_place(one) for one in said}
    return page.rstrip("/") + (places.pop() if len(places) == 1 else "/")


def _place(one: Said) -> str:
    match one.facts:
        case {"hazard": str(hazard)}:
            return f"/hazards/pages/hazards/{_part(hazard)}"
        case {"campaign": str(campaign), "period": str(period), "filer": str(filer)} if is_of_own(one):
            return f"{_of_period(campaign, period)}/{_part(filer)}"
        case {"campaign": str(campaign), "period": str(period)}:
            return _of_period(campaign, period)
        case _:
            return "/"


def _of_period(campaign: str, period: str) -> str:
    return f"/reporting/pages/campaigns/{_part(campaign)}/periods/{_part(period)}"


def _part(of_address: str) -> str:
    return quote(of_address, safe="")
