"""The tree of a service's log, put together: checked at the start, kept in the background."""

from dataclasses import dataclass

from shared.clock import Clock
from shared.logging import get_logger
from shared.relay.leader import Connect
from shared.relay.write_fence import WriteFence
from shared.sealing.folder import SealFolder
from shared.sealing.keeping import TreeKeeping
from shared.sealing.keys import SealingKeys
from shared.sealing.sealer import Sealer
from shared.sealing.start import check_start
from shared.settings import Settings

_logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LogTree:
    """What routes use, as `app.state.log_tree`."""

    log: str
    connect: Connect
    fence: WriteFence
    sealer: Sealer | None
    """None where the deployment gives no folder or no key."""

    @property
    def keeping(self) -> TreeKeeping:
        return TreeKeeping(self.log, self.connect, self.sealer, lambda: self.fence.allowed)


async def open_tree(settings: Settings, connect: Connect, fence: WriteFence, clock: Clock) -> LogTree:
    """Before anything is appended. Raises `LogRefused` where the log is not the one that was sealed."""
    keys = SealingKeys.of(settings)
    if settings.seals_dir is None or keys is None:
        _logger.warning("log_not_sealed", log=fence.log, why="PAICHA_SEALS_DIR or signing keys are not set")
        return LogTree(fence.log, connect, fence, None)
    folder = SealFolder(settings.seals_dir)
    connection = await connect()
    try:
        await check_start(connection, folder, keys)
    finally:
        connection.terminate()
    return LogTree(fence.log, connect, fence, Sealer(fence.log, folder, keys, clock))
