"""What an event says, and its proof: the content to operators for a reason that is put on record."""

import orjson
from fastapi import APIRouter, Request, Response

from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.parameters import Number
from shared.http.saved_as import saved_as
from shared.operations.acts import acts_of
from shared.operations.browsing.events import event_at
from shared.operations.pages.drawn import PREFIX, Overseer, part, service_of
from shared.operations.reasons import needs_reason, read_reason
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.sealing.proving import prove
from shared.sealing.wiring import LogTree

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.post("/events/{position}/content")
async def content(request: Request, account: Overseer, position: Number, sent: Sent) -> Response:
    """As a part of the page, or with `as=file` to the byte, as its proof is checked with."""
    raw = await _shown(request, account, position, sent.get("reason", ""))
    if sent.get("as") == "file":
        return _file(raw, "application/json", f"{service_of(request)}-{position}.json")
    data = orjson.dumps(orjson.loads(raw)["data"], option=orjson.OPT_INDENT_2).decode()
    again = {"address": request.url.path, "reason": sent.get("reason", "")}
    return part(request, "content.html", content=data, again=again)


@router.get("/events/{position}/proof")
async def proof(request: Request, account: Overseer, position: Number) -> Response:
    """By the first checkpoint that covers it. It says nothing of what the event holds."""
    tree: LogTree = request.app.state.log_tree
    pool: Pool = request.app.state.pool
    if tree.sealer is None:
        raise Rejected("not_ready", detail="没有封存目录或密钥 there is no folder of checkpoints, or no key")
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        proved = await prove(connection, tree.sealer, account, position, newest=False)
    name = f"{service_of(request)}-{position}.tlog-proof"
    return _file(proved.proof.text.encode(), "text/plain; charset=utf-8", name)


async def _shown(request: Request, account: Account, position: int, reason: str) -> bytes:
    pool: Pool = request.app.state.pool
    async with pool.acquire() as connection:
        _, raw = await event_at(connection, account.township, position)
    if needs_reason(account):
        target = f"{service_of(request)}:{position}"
        async with acts_of(request).on_record(account, "event_looked_at", target, read_reason(reason)):
            return raw
    return raw


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": saved_as(name)})
