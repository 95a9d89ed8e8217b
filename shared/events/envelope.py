"""An event with who, when and why: the one byte form stored, hashed and published (CloudEvents 1.0)."""

from datetime import datetime
from typing import NamedTuple

import orjson

from shared.canonical import canonical, digest
from shared.instant import read_instant, write_instant
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
                "dataschema": f"urn:paicha:{self.type}:{self.version}",
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
        """Read stored or published bytes; KeyError or ValueError when they are no event of ours."""
        fields = orjson.loads(raw)
        return cls(
            log=fields["source"][1:],
            log_id=fields["logid"],
            position=fields["position"],
            previous_hash=fields["previoushash"],
            township=fields["township"],
            stream=fields["subject"],
            stream_version=fields["streamversion"],
            type=fields["type"],
            version=_version(fields["dataschema"]),
            occurred=read_instant(fields["time"]),
            recorded=read_instant(fields["recordedtime"]),
            actor=fields["actor"],
            actor_organisation=fields["actororg"],
            publisher=fields["publisher"],
            fact_source=fields["factsource"],
            fact_id=fields["factid"],
            fact_digest=fields["factdigest"],
            correlation=fields["correlationid"],
            causation=fields["causationid"],
            data=fields["data"],
        )


class Essentials(NamedTuple):
    """What a fold asks of an event. Whole streams are read for it, so no more is made of the bytes."""

    position: int
    type: str
    version: int
    occurred: datetime
    actor_organisation: str
    data: JsonObject


def read_essentials(raw: bytes) -> Essentials:
    """Of bytes that `Envelope.to_bytes` made."""
    fields = orjson.loads(raw)
    return Essentials(
        fields["position"],
        fields["type"],
        _version(fields["dataschema"]),
        read_instant(fields["time"]),
        fields["actororg"],
        fields["data"],
    )


def _version(schema: str) -> int:
    return int(schema.rpartition(":")[2])


def event_hash(raw: bytes) -> str:
    """What the next event names as the hash before it."""
    return digest(raw)
