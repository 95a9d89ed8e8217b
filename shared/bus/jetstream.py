"""The JetStream streams and the durable consumers of intake, as data; only the provisioner creates them.

A log's stream carries the log's id in its metadata under `LOG_ID`. Services can't update streams: the
provisioner writes it from the databases. It is for people and for an empty stream; once events are there,
what counts is the id inside their bytes.
"""

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)

LOGS = ("registry", "hazards", "reporting")
INTAKE = "INTAKE"
DELIVERIES = "DELIVERIES"
REPORTS = "reports"
"""Of what became of messages that were accepted: they come in by the same queue."""
DELIVERY_JOBS = ("email", "sms", "robot", REPORTS)
SENT = "SENT"
LOG_ID = "paicha_log_id"

MAX_MESSAGE_BYTES = 1024 * 1024
"""The server's `max_payload`. INTAKE takes all of it: what is over 256 KiB is refused with a receipt."""
MAX_EVENT_BYTES = 512 * 1024
"""An event larger than this is refused at append: it could not be relayed. A fact has at most 256 KiB."""

TOO_MANY_OPEN = 10210
"""The server's `err_code` where a stream has all the unfinished atomic batches that it may have, 50."""

_DUPLICATE_WINDOW = 0.1
"""Seconds; the shortest allowed. Deduplication by message id lets one publisher hide another's fact."""
_INTAKE_DAYS = 30
_DAY = 86_400
_DELIVERY_SECONDS = 600


def jetstream_of(log: str) -> str:
    return log.upper()


def log_stream(log: str, log_id: str | None = None) -> StreamConfig:
    """Full means refused (discard new): dropping the oldest would break sequence = position."""
    return StreamConfig(
        name=jetstream_of(log),
        description=f"The event log of {log}: sequence = position.",
        subjects=[f"{log}.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        num_replicas=1,
        max_msg_size=MAX_EVENT_BYTES + 4096,
        duplicate_window=_DUPLICATE_WINDOW,
        deny_delete=True,
        deny_purge=True,
        allow_atomic=True,
        allow_direct=True,
        metadata={} if log_id is None else {LOG_ID: log_id},
    )


def intake_stream() -> StreamConfig:
    """Facts on their way in. Kept a month, far beyond any outage; safe is only what has its receipt."""
    return StreamConfig(
        name=INTAKE,
        description="Facts as publishers sent them.",
        subjects=["intake.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        num_replicas=1,
        max_age=_INTAKE_DAYS * _DAY,
        max_msg_size=MAX_MESSAGE_BYTES,
        duplicate_window=_DUPLICATE_WINDOW,
        deny_delete=True,
        deny_purge=True,
        allow_atomic=True,
        allow_direct=False,
    )


INTAKE_SUBJECTS: dict[str, tuple[str, ...]] = {
    "registry": ("intake.*.unit.>", "intake.*.fact.voided"),
    # Everything, so that a type nobody knows is refused by somebody; hazards passes over `unit.*`.
    "hazards": ("intake.>",),
}


def intake_consumer(service: str) -> ConsumerConfig:
    """Durable, named like the service; a message is delivered until it is acknowledged, for ever.

    A whole batch is acknowledged by its last message, so that a process that dies never leaves a part of
    it behind: what was not acknowledged comes again from the first on, in order.
    """
    return ConsumerConfig(
        name=service,
        durable_name=service,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.ALL,
        ack_wait=30,
        max_deliver=-1,
        max_ack_pending=20_000,
        filter_subjects=list(INTAKE_SUBJECTS[service]),
    )


def deliveries_stream() -> StreamConfig:
    """Jobs that wake whoever sends. It holds no truth: what is lost of it is published again."""
    return StreamConfig(
        name=DELIVERIES,
        description="Wakes who sends a reminder or applies a report; the tables are the truth.",
        subjects=["deliver.*"],
        retention=RetentionPolicy.WORK_QUEUE,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        num_replicas=1,
        max_age=_DELIVERY_SECONDS,
        max_msgs=100_000,
        max_msg_size=4096,
        duplicate_window=_DUPLICATE_WINDOW,
    )


def delivery_consumer(job: str) -> ConsumerConfig:
    """Any number of processes share it; a job is delivered until it is acknowledged."""
    return ConsumerConfig(
        name=job,
        durable_name=job,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=120,
        max_deliver=-1,
        max_ack_pending=1_000,
        filter_subjects=[f"deliver.{job}"],
    )


def sent_stream() -> StreamConfig:
    """What was about to be sent, under its key: read against a table that was restored from a backup."""
    return StreamConfig(
        name=SENT,
        description="The key of each reminder before its channel is called: no address, no text.",
        subjects=["sent.*"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        num_replicas=1,
        max_msg_size=4096,
        duplicate_window=_DUPLICATE_WINDOW,
        deny_delete=True,
        deny_purge=True,
        allow_direct=True,
    )
