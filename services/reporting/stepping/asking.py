"""From what a page asks to a form at a point of its past, and the steps around it: in turn, and bounded."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Event

from asyncpg import Record
from fastapi import Request, Response

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.differences.scope import Scope
from services.reporting.forms.documents.document import document
from services.reporting.reading.answering import admitted, looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.positions import applied_positions, positions_of, recorded_before
from services.reporting.reading.question import LOGS, Question
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.reading.snapshot import Found, look_up
from services.reporting.stepping.near import Near
from services.reporting.stepping.reading_near import read_near
from services.reporting.stepping.stretch import Stretch, stretch_of
from services.reporting.turns.admission import Share
from services.reporting.turns.giving_up import until
from shared.event_log.connection import Connection
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.entry import decode

_DIGITS = 15
_RECORDED = "select recorded from provenance where log = $1 and position = $2"


@dataclass(frozen=True, slots=True)
class Replayed:
    form: Form
    document: JsonObject
    stretch: Stretch
    applied: Mapping[str, int]


Draw = Callable[[Replayed], Awaitable[Response]]


async def replayed(request: Request, asked: Question, event: tuple[str, int] | None, draw: Draw) -> Response:
    """`event`: the point right after it; otherwise the positions that are asked for."""

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            applied = applied_positions(folded)
            positions = await positions_of(connection, asked, folded, request.app.state.watermarks)
            if event is not None:
                positions = await _just_after(connection, event, applied)
            found = await look_up(connection, asked, folded, positions)
            around = await read_near(connection, positions, applied)
        return await draw(await _replayed(request, asked, found, around, applied))

    return await admitted(request, asked.asker, answer)


async def _just_after(
    connection: Connection, event: tuple[str, int], applied: Mapping[str, int]
) -> dict[str, int]:
    log, position = event
    if position > applied[log]:
        raise Rejected("position_not_reached", log=log, position=str(position), applied=str(applied[log]))
    recorded = await connection.fetchval(_RECORDED, log, position)
    if recorded is None:
        raise Rejected("not_found", what=f"{log}:{position}")
    return await recorded_before(connection, applied, recorded + 1)


async def _replayed(
    request: Request, asked: Question, found: Found, around: Near, applied: Mapping[str, int]
) -> Replayed:
    recounting: Recounting = request.app.state.recounting
    form = found.form
    figures = found.kept if found.kept is not None else await recounting.figures(asked, form)
    fold = partial(_stretch, around)
    about = "steps", tuple(sorted(around.last.items()))
    stretch = await recounting.of_town(asked, form, about, fold, most_mib=WALKED_MIB)
    return Replayed(form, document(form, figures, found.organisations, None), stretch, applied)


def _stretch(around: Near, records: Iterable[Record], form: Form, given_up: Event) -> Stretch:
    """Raises `GivenUp` soon after that is set."""
    subjects = {(kind, subject): decode(entries) for kind, subject, entries in until(given_up, records)}
    scope = Scope(form.campaign.id, tuple(FILER_KINDS), None)
    seen = form.moment, form.policy
    return stretch_of(subjects, form.positions, around, scope, seen, partial(until, given_up))


def event_named(text: str) -> tuple[str, int] | None:
    """`hazards:123`. Raises `invalid_request`."""
    if not text:
        return None
    log, _, position = text.partition(":")
    if log not in LOGS or not position.isascii() or not position.isdigit() or len(position) > _DIGITS:
        raise Rejected("invalid_request", field="event", detail=f"格式为 the form is hazards:123: {text}")
    return log, int(position)
