"""The page of a hazard, an inspection, a penalty or a case: how it stands, and what was recorded of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from services.hazards.hazard_document import hazard_now
from services.hazards.kinds import KIND_OF, Kinds
from services.hazards.pages.lines import act_lines
from services.hazards.pages.wording import KINDS, STATES
from services.hazards.timeline.reading import SeenSubject, seen_subject
from shared.clock import Clock
from shared.http.parameters import Name, Number
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing
from shared.timelines.shown import shown_part
from shared.timelines.words import day_in_words
from shared.wording import SEVERITIES

router = APIRouter(include_in_schema=False)


@router.get("/pages/{kinds}/{subject:path}")
async def subject_page(
    request: Request,
    account: BeyondFigures,
    kinds: Kinds,
    subject: Annotated[Name, Path(min_length=1)],
    passed: Annotated[Number, Query(alias="from")] = 0,
) -> Response:
    """`from`: so many events are passed over, as they happened."""
    named = KIND_OF[kinds], subject
    seen = await seen_subject(request, account, named)
    part = shown_part(seen.events, seen.names, passed)
    shown: dict[str, Any] = {"id": subject, "kind": KINDS[named[0]], "part": part}
    if kinds == "hazards":
        return _hazard(request, seen, shown)
    (line,) = act_lines(named[0], {subject: seen.stream.history})
    return _drawing(request).page(request, "act.html", act=line, names=seen.names, **shown)


def _hazard(request: Request, seen: SeenSubject, shown: dict[str, Any]) -> Response:
    """Whatever its head names stands in its events too, and so has a name."""
    clock: Clock = request.app.state.clock
    hazard = hazard_now(seen.stream.history)
    return _drawing(request).page(
        request,
        "hazard.html",
        hazard=hazard,
        days_overdue=hazard.days_overdue(clock.now()),
        state=STATES[hazard.state],
        severity=SEVERITIES[hazard.severity],
        deadline=None if hazard.deadline is None else day_in_words(hazard.deadline),
        names=seen.names,
        **shown,
    )


def _drawing(request: Request) -> Drawing:
    drawing: Drawing = request.app.state.drawing
    return drawing
