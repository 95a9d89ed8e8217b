"""An event with who, when and why: the one byte form stored, hashed and published (CloudEvents 1.0)."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from shared.canonical import canonical, digest
from shared.events.data_schema import schema_of
from shared.instant import write_instant
from shared.json_types import JsonObject


class Envelope(NamedTuple):
    """One event of one log. `data` is the payload of a `shared.events` class of (type, version)."""

    log: str
    log_id: str
    position: int
    previous_hash: str
    """SHA-256 of the bytes of the event before it: the chain can be checked from the bytes alone."""
    township: str
    stream: str
    stream_version: int
    type: str
    version: int
    occurred: datetime
    recorded: datetime
    actor: str
    actor_organisation: str
    publisher: str
    fact_source: str
    fact_id: str
    fact_digest: str
    correlation: str
    causation: str
    data: JsonObject

    @property
    def subject(self) -> str:
        """The JetStream subject it is published under."""
        return f"{self.log}.{self.township}.{self.type}"

    def to_bytes(self) -> bytes:
        return canonical(
            {
                "actor": self.actor,
                "actororg": self.actor_organisation,
                "causationid": self.causation,
                "correlationid": self.correlation,
                "data": self.data,
                "datacontenttype": "application/json",
                "dataschema": schema_of(self.type, self.version),
                "factdigest": self.fact_digest,
                "factid": self.fact_id,
                "factsource": self.fact_source,
                "id": f"{self.log_id}/{self.position}",
                "logid": self.log_id,
                "position": self.position,
                "previoushash": self.previous_hash,
                "publisher": self.publisher,
                "recordedtime": write_instant(self.recorded),
                "source": f"/{self.log}",
                "specversion": "1.0",
                "streamversion": self.stream_version,
                "subject": self.stream,
                "time": write_instant(self.occurred),
                "township": self.township,
                "type": self.type,
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Envelope":
        """Read stored or published bytes; ValueError when they are no event of ours."""
        written = _WRITTEN.decode(raw)
        return cls(
            log=written.source[1:],
            log_id=written.logid,
            position=written.position,
            previous_hash=written.previoushash,
            township=written.township,
            stream=written.subject,
            stream_version=written.streamversion,
            type=written.type,
            version=written.version,
            occurred=written.time,
            recorded=written.recordedtime,
            actor=written.actor,
            actor_organisation=written.actororg,
            publisher=written.publisher,
            fact_source=written.factsource,
            fact_id=written.factid,
            fact_digest=written.factdigest,
            correlation=written.correlationid,
            causation=written.causationid,
            data=written.data,
        )


class Essentials(msgspec.Struct, gc=False):
    """What a fold asks of an event, as written. Whole streams are read for it, so no more is made of them."""

    position: int
    type: str
    dataschema: str
    time: datetime
    actororg: str
    data: dict[str, Any]

    @property
    def version(self) -> int:
        return int(self.dataschema.rpartition(":")[2])


class _Written(Essentials, gc=False):
    """Every attribute that is not the same in all events."""

    source: str
    logid: str
    previoushash: str
    township: str
    subject: str
    streamversion: int
    recordedtime: datetime
    actor: str
    publisher: str
    factsource: str
    factid: str
    factdigest: str
    correlationid: str
    causationid: str


_ESSENTIALS, _WRITTEN = msgspec.json.Decoder(Essentials), msgspec.json.Decoder(_Written)


def read_essentials(raw: bytes) -> Essentials:
    """Of bytes that `Envelope.to_bytes` made."""
    return _ESSENTIALS.decode(raw)


def event_hash(raw: bytes) -> str:
    """What the next event names as the hash before it."""
    return digest(raw)
