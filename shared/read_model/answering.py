"""For services that answer from a read model: half of one answers nobody."""

from fastapi import Request

from shared.identity.dependencies import CurrentAccount
from shared.read_model.checkpointed import Checkpointed


async def only_whole(request: Request, _: CurrentAccount) -> None:
    """A dependency of routers: `not_ready` while the read model is folded anew."""
    model: Checkpointed = request.app.state.read_model
    await model.refuse_unless_whole()
