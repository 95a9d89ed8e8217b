"""The JetStream streams and intake's consumers, created or brought to their settings; and that writes are synced."""

import json
from collections.abc import Mapping
from dataclasses import replace

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamConfig
from nats.js.errors import NotFoundError

from shared.bus.permissions import INTAKE_OF
from shared.bus.streams import INTAKE, LOGS, intake_consumer, intake_stream, log_stream


async def ensure_streams(provisioner: Client, log_ids: Mapping[str, str]) -> None:
    """`log_ids`: of each log, from its database."""
    jetstream = provisioner.jetstream()
    for log in LOGS:
        await _ensure_stream(jetstream, log_stream(log, log_ids.get(log)))
    await _ensure_stream(jetstream, intake_stream())
    for service in INTAKE_OF:
        await jetstream.add_consumer(INTAKE, intake_consumer(service))


async def recreate_log_stream(provisioner: Client, log: str, log_id: str) -> None:
    """An empty stream in place of one that is not this log's; its relay fills it again from the log."""
    jetstream = provisioner.jetstream()
    config = log_stream(log, log_id)
    try:
        await jetstream.delete_stream(config.name or "")
    except NotFoundError:
        pass
    await jetstream.add_stream(config)


async def _ensure_stream(jetstream: JetStreamContext, wanted: StreamConfig) -> None:
    try:
        found = await jetstream.stream_info(wanted.name or "")
    except NotFoundError:
        await jetstream.add_stream(wanted)
        return
    if found.state.messages and found.config.metadata:
        # It may be another log's: that is for the relay to find out, not for us to paint over.
        wanted = replace(wanted, metadata=found.config.metadata)
    await jetstream.update_stream(wanted)


async def check_synced(system: Client) -> None:
    """An acknowledged write must be on disk. Only the system account is told whether it is."""
    answer = await system.request("$SYS.REQ.SERVER.PING.JSZ", b"{}", timeout=5)
    config = json.loads(answer.data)["data"]["config"]
    if not config.get("sync_always"):
        raise RuntimeError("NATS acknowledges before it syncs: set jetstream.sync_interval to always.")
