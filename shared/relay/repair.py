"""What an operator asks for when log and stream disagree: look, mend what a service may mend, look again."""

from dataclasses import dataclass

from shared.event_log.append import HeadMoved
from shared.event_log.take_over import ChainBroken
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.relay.compare import Verdict
from shared.relay.heal import Healed, heal_log
from shared.relay.relay import Relay
from shared.relay.stored_bytes import Unreadable
from shared.relay.views import Comparison


@dataclass(frozen=True, slots=True)
class Repair:
    before: Comparison
    healed: Healed | None
    """What the log took over from the stream."""
    after: Comparison

    @property
    def needs_new_stream(self) -> bool:
        """The rest is the provisioner's: `shared.bus.provision.recreate`; then the relay refills it."""
        return self.after.verdict in (Verdict.DAMAGED, Verdict.DIFFERENT)


async def examine(relay: Relay) -> Comparison:
    connection = await relay.connect()
    try:
        return await relay.watch.compare(connection)
    finally:
        connection.terminate()


async def repair(relay: Relay) -> Repair:
    connection = await relay.connect()
    try:
        before = await relay.watch.compare(connection)
        healed = None
        if before.verdict is Verdict.AHEAD and before.stream is not None:
            healed = await heal_log(relay.bus, connection, relay.fence.log, before.stream.last)
        return Repair(before, healed, await relay.watch.compare(connection))
    except (ChainBroken, Unreadable) as error:
        raise Rejected("stream_unusable", detail=str(error)) from error
    except HeadMoved as error:
        raise Rejected("not_ready", detail="another repair is running") from error
    finally:
        connection.terminate()


def told(done: Repair) -> JsonObject:
    """For the record."""
    healed = done.healed
    taken = {} if healed is None else {"healed": max(0, healed.last - healed.first + 1)}
    return {**taken, "verdict": done.after.verdict.value}
