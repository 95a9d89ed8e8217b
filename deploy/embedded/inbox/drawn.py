"""Pages of the inbox in the look that all pages share. Mails stand in frames of their own."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.pages.drawing import POLICY, Drawing

_FRAMED = f"{POLICY}; frame-src 'self'"


def drawn(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    drawing: Drawing = request.app.state.drawing
    answer = drawing.page(request, template, status=status, here="inbox", **shown)
    answer.headers["Content-Security-Policy"] = _FRAMED
    return answer
