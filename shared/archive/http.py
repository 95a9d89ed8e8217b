"""How far the archive of a service's log has come, and having it brought up to date."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from shared.archive.archiver import Archiver
from shared.archive.manifest import NAME
from shared.archive.reading import trusted
from shared.event_log.head import read_head
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.operations.acts import acts_of
from shared.problems import Rejected
from shared.relay.relay import Relay

Seen = Annotated[Account, Depends(require_role("auditor", "operator"))]
Operator = Annotated[Account, Depends(require_role("operator"))]

archive_router = APIRouter(prefix="/archive", tags=["audit"])
"""Expects `app.state.archiver`, None where the deployment has no archive, and `app.state.relay`."""


class ArchiveState(BaseModel):
    log: str
    position: int = Field(description="Of the log's last event.")
    archived: int = Field(description="The last position that the archive holds.")
    reached: int | None = Field(description="How far a run that is under way in this process has read.")
    segments: int
    bytes: int
    failed: str = Field(description="What the last run failed with; empty after one that did not.")


@archive_router.get("", summary="How far the archive has come; 归档进度")
async def state(request: Request, _account: Seen) -> ArchiveState:
    """Positions alone: the segments lie where the deployment keeps them, and hold every town's events."""
    archiver: Archiver | None = request.app.state.archiver
    if archiver is None:
        raise Rejected("not_found", what="archive")
    return await archive_state(request.app.state.relay, archiver)


@archive_router.post("", status_code=202, responses={404: {}}, summary="Archive what is new; 立即归档")
async def archive(request: Request, account: Operator) -> ArchiveState:
    """Begins at once, or goes on; how far it has come, the same address says."""
    archiver: Archiver | None = request.app.state.archiver
    if archiver is None:
        raise Rejected("not_found", what="archive")
    async with acts_of(request).on_record(account, "archive_asked", of_all_towns=True):
        archiver.wake()
    return await archive_state(request.app.state.relay, archiver)


async def archive_state(relay: Relay, archiver: Archiver) -> ArchiveState:
    connection = await relay.connect()
    try:
        head = await read_head(connection)
    finally:
        connection.terminate()
    raw = await asyncio.to_thread(archiver.store.read, NAME)
    manifest = None if raw is None else await asyncio.to_thread(trusted, raw)
    return ArchiveState(
        log=head.log,
        position=head.position,
        archived=0 if manifest is None else manifest.position,
        reached=archiver.reached,
        segments=0 if manifest is None else len(manifest.segments),
        bytes=0 if manifest is None else manifest.size,
        failed=archiver.failed,
    )
