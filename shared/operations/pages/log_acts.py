"""What an operator does to a log: heal it, seal it, have it archived."""

from fastapi import APIRouter, Request, Response

from shared.archive.archiver import Archiver
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Operator, to_act
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.relay.relay import Relay
from shared.relay.repair import repair, told
from shared.sealing.refused import LogRefused
from shared.sealing.seal_now import seal_now
from shared.sealing.wiring import LogTree

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.post("/verification/heal")
async def heal(request: Request, account: Operator, sent: Sent) -> Response:
    """What a service may mend; where it takes the provisioner, the page has shown the command."""
    relay: Relay = request.app.state.relay
    reason = read_reason(sent.get("reason", ""))
    acts = acts_of(request)
    async with acts.on_record(account, "log_healed", reason=reason, of_all_towns=True) as record:
        record.outcome |= told(await repair(relay))
    return to_act(request, record.number)


@router.post("/verification/seal")
async def seal(request: Request, account: Operator, _: Sent) -> Response:
    tree: LogTree = request.app.state.log_tree
    async with acts_of(request).on_record(account, "log_sealed", of_all_towns=True) as record:
        if tree.sealer is None:
            raise Rejected("not_ready", detail="没有封存目录或密钥 no folder of checkpoints, or no key")
        try:
            record.outcome["sealed"] = (await seal_now(tree, tree.sealer)).checkpoint.size
        except LogRefused as refused:
            raise Rejected("log_not_as_sealed", detail=f"{refused.zh} {refused.en}") from None
    return to_act(request, record.number)


@router.post("/verification/archive")
async def archive(request: Request, account: Operator, _: Sent) -> Response:
    archiver: Archiver | None = request.app.state.archiver
    async with acts_of(request).on_record(account, "archive_asked", of_all_towns=True) as record:
        if archiver is None:
            raise Rejected("not_found", what="archive")
        archiver.wake()
    return to_act(request, record.number)
