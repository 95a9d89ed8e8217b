"""情况说明 over HTTP: drafted, checked, and as a document with what was signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.reporting.counting.columns import COLUMN
from services.reporting.filing.due import Due
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import BEHALF
from services.reporting.forms.formats import WORD
from services.reporting.forms.written import WrittenForms
from services.reporting.narrative.docx import Letter, narrative_docx
from services.reporting.narrative.drafting import Draft, Number
from services.reporting.narrative.numbers import unbacked
from services.reporting.reading.answering import admitted
from services.reporting.reading.asked_form import Form
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.answers_of_narrative import NarrativeAnswer
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.asking import NarrativeAsked
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.narrating import narrated
from services.reporting.submissions.preparing import Prepared, prepare
from services.reporting.submissions.scope import refuse_unless_seen, seen_submission
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.http.saved_as import saved_as
from shared.identity.dependencies import BeyondFigures
from shared.instant import SHANGHAI, parse_instant
from shared.json_types import JsonObject
from shared.problems import Rejected

router = APIRouter(tags=["submissions"])

Corrects = Annotated[Name | None, Query(description="更正报: the number it takes the place of.")]
_DESCRIBED: dict[str, Any] = {
    "response_model": NarrativeAnswer,
    "dependencies": [AsDeclared],
    "responses": {404: {}, 409: {}, 429: {}},
}


@dataclass(frozen=True, slots=True)
class Drafted:
    due: Due
    form: Form
    filer: str
    draft: Draft
    before: Submission | None
    row: Mapping[str, int]


@router.get(
    "/campaigns/{campaign}/periods/{period}/{filer}/narrative",
    summary="The paragraph that goes with a report, drafted; 情况说明",
    **_DESCRIBED,
)
async def drafted(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    filer: Name,
    corrects: Corrects = None,
) -> Response:
    """As of now, with what was written below the last one to go on from. Every number names its cell."""
    refuse_unless_seen(account, filer)

    async def answer(share: Share) -> Response:
        prepared = await prepare(request, share, account, campaign, period, filer, corrects)
        made = await drafted_of(request, prepared)
        last = None if made.before is None else made.before.signed.narrative
        written = (None, None) if last is None else (last.problems, last.next_steps)
        return answered_json(narrative_document(made, *written), stale=made.form.stale)

    return await admitted(request, (account.township, account.name), answer)


@router.post(
    "/campaigns/{campaign}/periods/{period}/{filer}/narrative",
    summary="Which numbers of what was written no figure backs; 核对情况说明",
    **_DESCRIBED,
)
async def checked(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    filer: Name,
    body: NarrativeAsked,
    corrects: Corrects = None,
) -> Response:
    """Nothing is recorded, and nothing refused for a number: it is flagged where it stands."""
    refuse_unless_seen(account, filer)

    async def answer(share: Share) -> Response:
        prepared = await prepare(request, share, account, campaign, period, filer, corrects)
        made = await drafted_of(request, prepared)
        return answered_json(narrative_document(made, body.problems, body.next_steps), stale=made.form.stale)

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/submissions/{number}/narrative.docx",
    response_class=Response,
    dependencies=[AsDeclared],
    responses={200: {"content": {WORD.media_type: {}}}, 404: {}, 429: {}},
    summary="情况说明 as it was signed, as a letter",
)
async def as_letter(request: Request, account: BeyondFigures, campaign: Name, number: Name) -> Response:
    """`not_found` where none was signed with it."""

    async def answer(_: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = seen_submission(account, filing.submissions.get(number))
        letter = _letter(found)
        forms: WrittenForms = request.app.state.written_forms
        content = await forms.of((account.township, account.name), letter, narrative_docx)
        headers = {
            "Content-Disposition": saved_as(f"narrative-{number}.docx"),
            "Cache-Control": "private, no-store",
        }
        return Response(content, media_type=WORD.media_type, headers=headers)

    return await admitted(request, (account.township, account.name), answer)


async def drafted_of(request: Request, made: Prepared) -> Drafted:
    form, filer = made.counted.form, made.filer
    text = await narrated(request, made.frame, made.due, filer, made.counted, made.before)
    row = made.counted.frozen.figures.row(form.annex, filer)
    return Drafted(made.due, form, filer, text, made.before, row)


def narrative_document(made: Drafted, problems: str | None, next_steps: str | None) -> JsonObject:
    known = known_numbers(made)
    return {
        "period": made.due.key,
        "filer": made.filer,
        **made.form.named(),
        "paragraph": made.draft.paragraph,
        "numbers": [_number(made, number) for number in made.draft.numbers],
        "problems": problems or "",
        "next_steps": next_steps or "",
        "unbacked": {
            "problems": _flagged(problems, known),
            "next_steps": _flagged(next_steps, known),
        },
    }


def known_numbers(made: Drafted) -> list[str]:
    """What people may write: the figures, and what the paragraph says of them."""
    return [*_figures(made.row), *(number.text for number in made.draft.numbers)]


def _figures(row: Mapping[str, int]) -> Iterable[str]:
    return (str(shown(COLUMN[column], value)) for column, value in row.items())


def _flagged(text: str | None, known: Iterable[str]) -> list[JsonObject]:
    return [{"start": each.start, "end": each.end, "text": each.text} for each in unbacked(text or "", known)]


def _number(made: Drafted, number: Number) -> JsonObject:
    """With where to look it up: the subjects behind it, or why it differs from the report before."""
    return {
        "start": number.start,
        "end": number.end,
        "text": number.text,
        "kind": number.kind,
        "cells": [_address(made, column) for column in number.columns],
        "since": made.before.number
        if made.before is not None and number.kind in ("added", "removed")
        else None,
    }


def _address(made: Drafted, column: str) -> str:
    form = made.form
    positions = ",".join(f"{log}:{position}" for log, position in sorted(form.positions.items()))
    cell = f"/reporting/campaigns/{form.campaign.id}/{form.annex}/cells/{made.filer}/{column}"
    return f"{cell}?occurred_until={form.occurred_until}&positions={positions}&policy={form.policy}"


def _letter(found: Submission) -> Letter:
    signed, narrative = found.signed, found.signed.narrative
    if narrative is None:
        raise Rejected("not_found", what=f"{signed.number} 情况说明")
    day = parse_instant(signed.signed_at).astimezone(SHANGHAI)
    return Letter(
        title=f"关于{signed.period_name}安全生产大排查情况的说明",
        paragraph=narrative.paragraph,
        problems=narrative.problems or "",
        next_steps=narrative.next_steps or "",
        filer=signed.filer_name,
        day=f"{day.year}年{day.month}月{day.day}日",
        number=signed.number,
        mark="" if signed.on_behalf is None else BEHALF,
    )
