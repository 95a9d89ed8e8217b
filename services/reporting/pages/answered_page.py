"""A page of figures: answered as the API answers them, told apart by who looks at it, when and how."""

from fastapi import Request, Response

from services.reporting.reading.answering import Load, Loaded, Render, answered
from services.reporting.reading.question import Question
from shared.canonical import canonical, digest
from shared.clock import Clock
from shared.instant import SHANGHAI
from shared.pages.drawing import Drawing
from shared.pages.language import language_of
from shared.pages.parts import is_part
from shared.pages.text_size import text_size_of


async def answered_page(
    request: Request, asked: Question, shape: str, load: Load[Loaded], render: Render[Loaded]
) -> Response:
    """The browser's own copy, where nothing has changed since that person opened it today."""
    return await answered(request, asked, f"page {shape} {_seen_by(request)}", load, render)


def _seen_by(request: Request) -> str:
    """Two people who may see the same have their own names in the head."""
    drawing: Drawing = request.app.state.drawing
    clock: Clock = request.app.state.clock
    account = request.state.account
    person = "" if account.person is None else account.person.name
    today = clock.now().astimezone(SHANGHAI).date().isoformat()
    how = [language_of(request), text_size_of(request), is_part(request), drawing.look, today]
    return digest(canonical([account.name, account.role, person, *how]))
