"""A page of the console, in its frame: which views there are, and which service is looked at."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.operations.pages.views import view_named, views_of
from shared.pages.drawing import Drawing

Operator = Annotated[Account, Depends(require_role("operator"))]
Overseer = Annotated[Account, Depends(require_role("operator", "auditor"))]
"""Who sees what stands in the log: an operator, what it says for a reason alone."""

PREFIX = "/pages/operations"


def console_page(request: Request, account: Account, view: str, template: str, **shown: Any) -> Response:
    service = service_of(request)
    frame = {"views": views_of(account.role), "view": view_named(view), "service": service}
    return part(request, template, here="operations", **frame, **shown)


def part(request: Request, template: str, **shown: Any) -> Response:
    """Without a frame, where the template has none."""
    drawing: Drawing = request.app.state.drawing
    return drawing.page(request, f"operations/{template}", **shown)


def to_act(request: Request, number: int) -> Response:
    """What came of an act is shown from its record, so that a page loaded anew does nothing again."""
    return RedirectResponse(f"/{service_of(request)}{PREFIX}/acts/{number}", HTTPStatus.SEE_OTHER)


def service_of(request: Request) -> str:
    """As the address names it."""
    return request.url.path.split("/")[1]
