"""Events of a made-up log, chained as a real one is."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.canonical import GENESIS
from shared.events.catalogue import load_event
from shared.events.envelope import Envelope, event_hash
from shared.read_model.checkpoint import Published

TOWN = "500112143"
NOVEMBER = datetime(2024, 11, 30, tzinfo=UTC)


def day(number: int) -> datetime:
    """The days of December 2024."""
    return NOVEMBER + timedelta(days=number)


class Chain:
    def __init__(self, log: str, log_id: str = "log-1") -> None:
        self.log = log
        self.log_id = log_id
        self.events: list[Published] = []

    def say(self, type_: str, stream: str, occurred: datetime, /, **data: Any) -> int:
        """Record it now; its position. `stream` is `kind/id`."""
        load_event(type_, 1, data)
        position = len(self.events) + 1
        envelope = Envelope(
            log=self.log, log_id=self.log_id, position=position,
            previous_hash=event_hash(self.events[-1].raw) if self.events else GENESIS,
            township=TOWN, stream=f"{TOWN}/{stream}", stream_version=1, type=type_, version=1,
            occurred=occurred, recorded=NOVEMBER + timedelta(days=60, microseconds=position),
            actor="someone", actor_organisation="d-1", publisher="p", fact_source="s", fact_id=str(position),
            fact_digest="0" * 64, correlation="c", causation="c", data=data,
        )  # fmt: skip
        self.events.append(Published(envelope, envelope.to_bytes()))
        return position

    def hazard(self, what: str, id_: str, number: int, /, **data: Any) -> int:
        return self.say(f"hazard.{what}", f"hazard/{id_}", day(number), hazard_id=id_, **data)

    def found(
        self, id_: str, number: int, /, by: str = "v-1", severity: str = "general", unit: str = "u-1"
    ) -> int:
        return self.hazard(
            "found", id_, number, unit_id=unit, by=by, severity=severity, description="通道堵塞"
        )

    def take_back(self, stream: str, position: int) -> int:
        return self.say(
            "fact.voided",
            stream,
            day(30),
            publisher="p",
            source="s",
            id=str(position),
            reason="误录",
            voids=position,
        )
