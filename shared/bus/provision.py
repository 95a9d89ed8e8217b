"""Creating the streams and their durable consumers: idempotent, by the provisioner, at the start and on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import orjson
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, StreamConfig, StreamInfo
from nats.js.errors import BadRequestError, NotFoundError

from shared.bus.jetstream import (
    DELIVERIES,
    DELIVERY_JOBS,
    INTAKE,
    INTAKE_SUBJECTS,
    LOG_ID,
    LOGS,
    deliveries_stream,
    delivery_consumer,
    intake_consumer,
    intake_stream,
    jetstream_of,
    log_stream,
    sent_stream,
)


class NotSynced(Exception):
    """The server acknowledges before it has written to disk: an acknowledged event could be lost."""


@dataclass(frozen=True, slots=True)
class KnownLog:
    """How far a log is known to be: read from its database, or heard from its relay."""

    log_id: str
    position: int


async def check_synced(system: Client) -> None:
    """`system` is a connection of the system account; an application user can't see the setting."""
    answer = await system.request("$SYS.REQ.SERVER.PING.JSZ", b"", timeout=5)
    config = orjson.loads(answer.data)["data"].get("config", {})
    if not config.get("sync_always"):
        raise NotSynced("NATS must run with jetstream.sync_interval: always")


async def provision(bus: Client, logs: Mapping[str, KnownLog]) -> list[str]:
    """Create what is missing, correct what differs, recreate a damaged log stream that its log can refill.

    `logs` by name; of a log that is not in it the stream keeps its id, if any, and is never recreated.
    Returns what was done, for people.
    """
    js = bus.jetstream(timeout=10)
    done: list[str] = []
    for log in LOGS:
        known = logs.get(log)
        info = await _info(js, jetstream_of(log))
        if info is not None and _refillable(info, known) and is_damaged(info):
            await js.delete_stream(jetstream_of(log))
            done.append(f"{jetstream_of(log)}: damaged, deleted, to be refilled from its log")
            info = None
        done += await _ensure(js, _with_id(log, known, info), info)
    done += await _ensure(js, intake_stream(), await _info(js, INTAKE))
    for service in INTAKE_SUBJECTS:
        done += await _ensure_consumer(js, INTAKE, intake_consumer(service))
    return done + await _for_reminders(js)


async def _for_reminders(js: JetStreamContext) -> list[str]:
    done: list[str] = []
    for stream in (deliveries_stream(), sent_stream()):
        done += await _ensure(js, stream, await _info(js, str(stream.name)))
    for job in DELIVERY_JOBS:
        done += await _ensure_consumer(js, DELIVERIES, delivery_consumer(job))
    return done


async def recreate(bus: Client, log: str, log_id: str) -> None:
    """An operator's decision when log and stream differ: the log is right, its relay refills the stream."""
    js = bus.jetstream(timeout=10)
    if await _info(js, jetstream_of(log)) is not None:
        await js.delete_stream(jetstream_of(log))
    try:
        await js.add_stream(log_stream(log, log_id))
    except BadRequestError:
        # Whoever looks after the streams was quicker, and may not know the id.
        await js.update_stream(log_stream(log, log_id))


def is_damaged(info: StreamInfo) -> bool:
    """True when positions are missing: before the first, or between."""
    state = info.state
    return state.messages != state.last_seq or bool(state.messages and state.first_seq != 1)


def _refillable(info: StreamInfo, known: KnownLog | None) -> bool:
    """Whether deleting the stream loses nothing: its log, and no other, reaches at least as far."""
    if known is None or known.position < info.state.last_seq:
        return False
    return (info.config.metadata or {}).get(LOG_ID) in (None, known.log_id)


def _with_id(log: str, known: KnownLog | None, info: StreamInfo | None) -> StreamConfig:
    """A stream that holds events keeps the id it has, if any: another log's stream must be seen as that."""
    if info is not None and (known is None or info.state.last_seq > 0):
        return log_stream(log, (info.config.metadata or {}).get(LOG_ID))
    return log_stream(log, None if known is None else known.log_id)


async def _info(js: JetStreamContext, stream: str) -> StreamInfo | None:
    try:
        return await js.stream_info(stream)
    except NotFoundError:
        return None


async def _ensure(js: JetStreamContext, wanted: StreamConfig, info: StreamInfo | None) -> list[str]:
    if info is None:
        await js.add_stream(wanted)
        return [f"{wanted.name}: created"]
    if _differs(wanted, info.config):
        await js.update_stream(wanted)
        return [f"{wanted.name}: settings corrected"]
    return []


async def _ensure_consumer(js: JetStreamContext, stream: str, wanted: ConsumerConfig) -> list[str]:
    """Creating is also updating, and leaves a consumer that is as wanted alone."""
    name = str(wanted.durable_name)
    try:
        existing = (await js.consumer_info(stream, name)).config
    except NotFoundError:
        existing = None
    if existing is not None and not _differs(wanted, existing):
        return []
    await js.add_consumer(stream, wanted)
    return [f"{stream}/{name}: {'created' if existing is None else 'settings corrected'}"]


def _differs(wanted: StreamConfig | ConsumerConfig, existing: StreamConfig | ConsumerConfig) -> bool:
    """Only what we ask for is compared; the server adds defaults, and its own entries to the metadata."""
    have = asdict(existing)
    for name, value in asdict(wanted).items():
        found = have[name]
        if name == "metadata":
            found = {key: text for key, text in (found or {}).items() if not key.startswith("_nats.")}
        if value is not None and value != found:
            return True
    return False
