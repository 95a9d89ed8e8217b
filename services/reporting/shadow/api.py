"""The lines of shadow rebuilds over HTTP, of the whole deployment: for auditors and operators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.reporting.shadow.answers import ShadowAnswer, ShadowLine
from services.reporting.shadow.kept_lines import KEPT, KeptLine, newest
from services.reporting.shadow.line import shown_line
from services.reporting.shadow.telling import ShadowStanding
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.identity.dependencies import require_role

Reader = Annotated[Account, Depends(require_role("auditor", "operator"))]
Limit = Annotated[int, Query(ge=1, le=KEPT, description="How many lines.")]

router = APIRouter(tags=["shadow"])


@router.get("/shadow", summary="All of history derived again, and compared; 影子重算")
async def shadow(request: Request, _reader: Reader, limit: Limit = 30) -> ShadowAnswer:
    """Signed lines, checked by the verifiers of `GET /reporting/keys`: at these positions all rows, marks and
    cells were what the logs lead to, or from which event on they are not."""
    pool: Pool = request.app.state.pool
    told: ShadowStanding = request.app.state.shadow_standing
    async with pool.acquire() as connection:
        lines = await newest(connection, limit)
    overdue = (await told.look()).overdue
    return ShadowAnswer(every_hours=told.hours, overdue=overdue, lines=list(map(_shown, lines)))


def _shown(kept: KeptLine) -> ShadowLine:
    line = shown_line(kept.note)
    return ShadowLine(
        number=kept.number,
        equal=kept.equal,
        first=line.first,
        positions=dict(line.positions),
        ended=line.ended,
        note=kept.note,
    )
