"""The messages as JSON, for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from deploy.embedded.inbox.entering import may_look
from deploy.embedded.inbox.kept import Messages
from shared.http.parameters import Number

messages_api = APIRouter(prefix="/inbox/messages", dependencies=[Depends(may_look)])


@messages_api.get("")
async def messages(
    request: Request, after: Number = 0, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> dict[str, Any]:
    """In the order of their arrival, those behind `after`; `last` is the number of the newest there is."""
    kept: Messages = request.app.state.messages
    return {"messages": [each.told() for each in kept.after(after, limit)], "last": kept.last}
