"""事件: looking through the service's log, and at one event with what led to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from shared.event_log.connection import Connection, Pool
from shared.events.catalogue import LOG_EVENTS
from shared.events.envelope import Envelope
from shared.events.event_names import event_in_chinese
from shared.events.stream_id import StreamId
from shared.http.parameters import Name, Number
from shared.operations.browsing.chain import chain_of
from shared.operations.browsing.events import EventFilter, beside, event_at, head_of, look_through
from shared.operations.pages.drawn import PREFIX, Overseer, console_page, service_of
from shared.operations.reasons import needs_reason

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/events")
async def events(
    request: Request,
    account: Overseer,
    type_: Annotated[Name, Query(alias="type")] = "",
    subject: Annotated[Name, Query()] = "",
    position: Annotated[Number | None, Query()] = None,
    before: Annotated[Number | None, Query()] = None,
) -> Response:
    """`position` leads to that one; `before` goes on below it."""
    service = service_of(request)
    if position is not None:
        return RedirectResponse(f"/{service}{PREFIX}/events/{position}", 303)
    by = EventFilter(type_ or None, subject.strip() or None)
    async with _reading(request) as connection:
        head = await head_of(connection)
        found = await look_through(connection, account.township, by, min(before or head + 1, head + 1))
    types = [event.type for event in LOG_EVENTS[service]]
    return console_page(
        request, account, "events", "events.html", found=found, by=by, head=head, types=types, **_words()
    )


@router.get("/events/{position}")
async def event(request: Request, account: Overseer, position: Number) -> Response:
    async with _reading(request) as connection:
        found, _ = await event_at(connection, account.township, position)
        chain = await chain_of(connection, found)
        near = await beside(connection, account.township, position)
    shown = {"event": found, "chain": chain, "near": near, "content": None}
    return console_page(
        request, account, "events", "event.html", needs_reason=needs_reason(account), **shown, **_words()
    )


@asynccontextmanager
async def _reading(request: Request) -> AsyncIterator[Connection]:
    """One moment of the log."""
    pool: Pool = request.app.state.pool
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield connection


def subject_of(event: Envelope) -> str:
    _, kind, subject = StreamId.parse(event.stream)
    return f"{kind}/{subject}"


def _words() -> dict[str, object]:
    return {"in_chinese": event_in_chinese, "subject_of": subject_of}
