"""The digests of a running service over HTTP, for auditors and operators: a job that tells how far it is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.reading.asking import AsDeclared
from services.reporting.state_digests.answers import DigestsAnswer
from services.reporting.state_digests.digests import block_line, header_line
from services.reporting.state_digests.job import Job, StateDigests
from services.reporting.state_digests.making import EVERY, MOST_EVERY
from shared.facts.account import Account
from shared.identity.dependencies import require_role

MOST_BLOCKS = 1_000

Comparing = Annotated[Account, Depends(require_role("auditor", "operator"))]
After = Annotated[int, Query(ge=0, le=10**9, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST_BLOCKS, description="How many blocks.")]
Every = Annotated[int, Query(ge=1, le=MOST_EVERY, description="Events a block.")]
Again = Annotated[bool, Query(description="Begin anew, though they are made.")]

router = APIRouter(tags=["reporting"])


@router.get(
    "/digests",
    response_model=DigestsAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    summary="Digests of all events, rows and marks, block by block; 逐段摘要",
)
async def digests(
    request: Request,
    _: Comparing,
    after: After = 0,
    limit: Limit = 100,
    every: Every = EVERY,
    again: Again = False,
) -> Response:
    """Of all townships of the deployment: hashes and how many events there are, nothing of what they say. The
    first question begins it; ask again until `state` is `done`."""
    made: StateDigests = request.app.state.state_digests
    job = made.of(every, again=again)
    if job.refusal is not None:
        raise job.refusal
    return Response(_written(job, after, limit), media_type="application/json")


def _written(job: Job, after: int, limit: int) -> bytes:
    told = f'"state":"{job.state}","done":{job.done},"total":{job.total}'.encode()
    if job.header is None or job.state != "done":
        return b"{%b}" % told
    blocks = b",".join(map(block_line, job.blocks[after : after + limit]))
    more = b',"next":%d' % (after + limit) if after + limit < len(job.blocks) else b""
    return b'{%b,"header":%b,"blocks":[%b]%b}' % (told, header_line(job.header), blocks, more)
