"""Answering a question about figures: in the account's turn, from one snapshot, 304 where nothing changed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from fastapi import Request, Response

from services.reporting.read_model import FIGURES
from services.reporting.reading.etags import etag_of, matches
from services.reporting.reading.kept_answers import KeptAnswer, KeptAnswers, asked_in
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import Found, look_up, snapshot
from services.reporting.reading.stale import stale_of
from services.reporting.turns.admission import Admission, Share
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.http.hanging_up import unless_hung_up
from shared.read_model.model import Folded
from shared.read_model.stale import stale_header
from shared.read_model.statements import read_folded

Loaded = TypeVar("Loaded")

Load = Callable[[Connection, Found], Awaitable[Loaded]]
"""Reads more on the snapshot that positions and kept figures come from."""
Render = Callable[[Found, Loaded, str], Awaitable[Response]]
"""Makes the answer, with its entity tag; the snapshot is left by then."""


async def nothing_more(_: Connection, __: Found) -> None:
    """Where the figures say it all."""


async def admitted(
    request: Request, asker: Hashable, answering: Callable[[Share], Coroutine[Any, Any, Response]]
) -> Response:
    """Of each account only so much at a time, and nothing more for who has hung up."""
    admission: Admission = request.app.state.admission
    with admission.of(asker) as share:
        return await unless_hung_up(request, answering(share))


@asynccontextmanager
async def looking_up(request: Request, share: Share) -> AsyncIterator[tuple[Connection, Folded]]:
    """One snapshot, and how far it is; `not_ready` while the read model is not whole."""
    pool: Pool = request.app.state.pool
    async with share.looking_up, snapshot(pool) as connection:
        folded = await read_folded(connection, FIGURES)
        folded.refuse_unless_whole()
        yield connection, folded


async def answered(
    request: Request,
    asked: Question,
    form_of_answer: str,
    load: Load[Loaded],
    render: Render[Loaded],
    *,
    keep: bool = False,
) -> Response:
    """Of one report, with its entity tag. `keep`: it follows from address, account and read model alone."""

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            positions = await positions_of(connection, asked, folded, request.app.state.watermarks)
            stale = stale_of(folded, asked)
            etag = etag_of(asked, positions, folded, form_of_answer, stale)
            if matches(request.headers.get("if-none-match", ""), etag):
                return Response(status_code=304, headers=_headers(etag) | stale_header(stale))
            found = await look_up(connection, asked, folded, positions)
            loaded = await load(connection, found)
        response = await render(found, loaded, etag)
        response.headers.update(_headers(etag) | stale_header(stale))
        if keep:
            _keep(request, folded, etag, response)
        return response

    return await admitted(request, asked.asker, answer)


async def answered_once(
    request: Request, asked: Question, render: Callable[[Found], Awaitable[Response]]
) -> Response:
    """What holds more than figures: without an entity tag, and kept nowhere."""

    async def answer(share: Share) -> Response:
        async with looking_up(request, share) as (connection, folded):
            positions = await positions_of(connection, asked, folded, request.app.state.watermarks)
            found = await look_up(connection, asked, folded, positions)
        response = await render(found)
        response.headers.update({"Cache-Control": "private, no-store"} | stale_header(found.form.stale))
        return response

    return await admitted(request, asked.asker, answer)


def _keep(request: Request, folded: Folded, etag: str, response: Response) -> None:
    kept: KeptAnswers = request.app.state.kept_answers
    route = request.scope["route"]
    answer = KeptAnswer(folded, etag, response.raw_headers, bytes(response.body), route)
    kept.keep(asked_in(request.scope), answer)


def _headers(etag: str) -> dict[str, Any]:
    """Asked for again each time, and by each account for itself."""
    return {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, X-API-Key, Cookie, HX-Request",
    }


def demo_clock(request: Request) -> str | None:
    clock: Clock = request.app.state.clock
    return None if clock.demo is None else str(clock.demo)
