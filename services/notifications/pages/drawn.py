"""How pages of reminders are drawn: within the shared layout, or a part that takes the place of another."""

import json
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.notifications.pages.sections import sections_of
from services.notifications.reminders.in_words import Words
from shared.facts.account import Account
from shared.pages.drawing import Drawing
from shared.pages.language import language_of

_THE_PART = "closest [data-part]"
"""What a form stands in. Refusals go to the place that the form names itself, and leave it as it is."""


def drawn(request: Request, template: str, section: str, **shown: Any) -> HTMLResponse:
    drawing: Drawing = request.app.state.drawing
    account: Account = request.state.account
    return drawing.page(
        request, template, here="reminders", section=section, sections=sections_of(account.role),
        stale=getattr(request.state, "stale", {}), **shown,
    )  # fmt: skip


def part(request: Request, template: str, **shown: Any) -> HTMLResponse:
    drawing: Drawing = request.app.state.drawing
    return drawing.page(request, template, **shown)


def instead(request: Request, template: str, **shown: Any) -> HTMLResponse:
    """In the place of the part that was asked from."""
    answer = part(request, template, **shown)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = _THE_PART, "outerHTML"
    return answer


def in_place(request: Request, template: str, said: Words, **shown: Any) -> HTMLResponse:
    """Of the part that was acted on; `said` is read to who does not see it."""
    answer = instead(request, template, said=said, **shown)
    answer.headers["HX-Trigger"] = json.dumps({"said": said[language_of(request) == "en"]})
    return answer


def nothing() -> HTMLResponse:
    """For who has nothing to see there."""
    return HTMLResponse("")
