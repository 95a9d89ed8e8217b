"""The form at both points, looked up on one snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from services.reporting.differences.comparing import compared
from services.reporting.differences.named_report import named_report
from services.reporting.differences.naming import found
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.forms.documents.document import document
from services.reporting.pages.compare.named import name_of
from services.reporting.pages.compare.point import Place, Point
from services.reporting.reading.answering import looking_up
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.turns.admission import Share
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.follower.watermarks import Watermarks
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.model import Folded

_NOT_KNOWN_THEN = frozenset({"not_found", "not_final"})


@dataclass(frozen=True, slots=True)
class Pair:
    a: Question
    b: Question
    scope: Scope


@dataclass(frozen=True, slots=True)
class Shown:
    """Both as the form's answer has them."""

    a: Found
    b: Found
    documents: tuple[JsonObject, JsonObject]
    taken: tuple[int, int]
    """When the last event of either was recorded."""


async def pairs(
    request: Request, account: Account, place: Place, bases: Sequence[Point], b: Point
) -> list[Pair]:
    """Each base with the other point. Raises `Rejected` for what may not be seen or can't be compared."""
    names = [name_of(place, each) for each in (*bases, b)]
    *firsts, second = await found(request, account, names)
    return [Pair(*compared(account, first, second)) for first in firsts]


async def looked_up(request: Request, share: Share, tried: Sequence[Pair]) -> Shown:
    """Of the first pair that there is an answer to."""
    async with looking_up(request, share) as (connection, folded):
        watermarks: Watermarks = request.app.state.watermarks
        pair, (a, first_report) = await _first(connection, folded, watermarks, tried)
        b, second_report = await named_report(connection, pair.b, folded, watermarks)
    recounting: Recounting = request.app.state.recounting
    first = await _document(recounting, pair.a, a, pair.scope)
    second = await _document(recounting, pair.b, b, pair.scope)
    return Shown(a, b, (first, second), (first_report.taken, second_report.taken))


async def _first(
    connection: Connection, folded: Folded, watermarks: Watermarks, tried: Sequence[Pair]
) -> tuple[Pair, tuple[Found, Report]]:
    for place, pair in enumerate(tried):
        try:
            return pair, await named_report(connection, pair.a, folded, watermarks)
        except Rejected as refused:
            if refused.code not in _NOT_KNOWN_THEN or place + 1 == len(tried):
                raise
    raise ValueError("nothing to try")


async def _document(recounting: Recounting, asked: Question, known: Found, scope: Scope) -> dict[str, Any]:
    figures = known.kept
    if figures is None:
        figures = await recounting.figures(asked, known.form)
    return dict(document(known.form, figures, known.organisations, scope.only))
