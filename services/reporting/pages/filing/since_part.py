"""报送后又有：新增…，减少…: a part of the page of what was signed."""

from fastapi import APIRouter, Request, Response

from services.reporting.pages.filing.figures import label_of
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.scope import seen_submission
from services.reporting.submissions.since_api import told_since
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)


@router.get("/pages/campaigns/{campaign}/submissions/{number}/since")
async def since(request: Request, account: BeyondFigures, campaign: Name, number: Name) -> Response:
    """Empty where nothing has come."""

    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = seen_submission(account, filing.submissions.get(number))
        told, _ = await told_since(request, share, account, found)
        drawing: Drawing = request.app.state.drawing
        return drawing.page(request, "filing_since.html", told=told, label_of=label_of)

    return await admitted(request, (account.township, account.name), answer)
