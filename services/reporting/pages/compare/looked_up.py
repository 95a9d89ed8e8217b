"""The form at both points, looked up on one snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from services.reporting.differences.comparing import compared
from services.reporting.differences.naming import found
from services.reporting.differences.scope import Scope
from services.reporting.forms.documents.document import document
from services.reporting.pages.compare.named import name_of
from services.reporting.pages.compare.point import Place, Point
from services.reporting.reading.answering import looking_up
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found, look_up
from services.reporting.turns.admission import Share
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.follower.watermarks import Watermarks
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.model import Folded


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
        pair, a = await _first(connection, folded, request.app.state.watermarks, tried)
        b = await _looked_up(connection, folded, request.app.state.watermarks, pair.b)
    recounting: Recounting = request.app.state.recounting
    first = await _document(recounting, pair.a, a, pair.scope)
    return Shown(a, b, (first, await _document(recounting, pair.b, b, pair.scope)))


async def _first(
    connection: Connection, folded: Folded, watermarks: Watermarks, tried: Sequence[Pair]
) -> tuple[Pair, Found]:
    for place, pair in enumerate(tried):
        try:
            return pair, await _looked_up(connection, folded, watermarks, pair.a)
        except Rejected as refused:
            if refused.code != "not_found" or place + 1 == len(tried):
                raise
    raise ValueError("nothing to try")


async def _looked_up(
    connection: Connection, folded: Folded, watermarks: Watermarks, asked: Question
) -> Found:
    return await look_up(connection, asked, folded, await positions_of(connection, asked, folded, watermarks))


async def _document(recounting: Recounting, asked: Question, known: Found, scope: Scope) -> dict[str, Any]:
    figures = known.kept
    if figures is None:
        figures = await recounting.figures(asked, known.form)
    return dict(document(known.form, figures, known.organisations, scope.only))
