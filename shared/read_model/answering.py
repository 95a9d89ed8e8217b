"""For services that answer from a read model: half of one answers nobody, one that stands still says so."""

from fastapi import Request, Response

from shared.identity.dependencies import CurrentAccount
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.stale import stale_field, stale_header


async def only_whole(request: Request, response: Response, _: CurrentAccount) -> None:
    """A dependency of routers: `not_ready` while the read model is folded anew.

    `request.state.stale` is what belongs beside the answer."""
    model: Checkpointed = request.app.state.read_model
    folded = await model.folded()
    folded.refuse_unless_whole()
    request.state.stale = stale_field(folded.stopped.values())
    response.headers.update(stale_header(folded.stopped.values()))
