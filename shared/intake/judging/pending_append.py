"""What a batch will append, built up while it is judged, on the head that it expects."""

from datetime import datetime
from typing import Any, NamedTuple

from shared.aggregates.decider import Decider, Recorded
from shared.aggregates.rights import Rights
from shared.bus.jetstream import MAX_EVENT_BYTES
from shared.canonical import digest
from shared.event_log.append import Recording, Row
from shared.event_log.head import Head
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.facts.fact import Fact, FactKey
from shared.instant import microseconds, moment_at
from shared.intake.judging.retraction import Target
from shared.intake.judging.stream_states import StreamState, StreamStates
from shared.problems import Rejected


class Answered(NamedTuple):
    """A fact that was recorded: its digest, and where its event stands, if it became one."""

    digest: str
    position: int | None


class PendingAppend:
    """Nothing here is true until the append succeeds; if it fails, this is thrown away."""

    def __init__(self, head: Head, streams: StreamStates, now: datetime, floor: int) -> None:
        self.expected = head
        self.answered: dict[FactKey, Answered] = {}
        self.changed: dict[str, StreamState] = {}
        self._targets: dict[FactKey, Target] = {}
        self._streams = streams
        self._rows: list[Row] = []
        self._position, self._hash = head.position, head.hash
        self._next_recorded = max(microseconds(now), head.recorded + 1, floor)
        self.first_recorded = self._next_recorded

    def state(self, stream: str) -> StreamState:
        """As of the facts accepted so far, this batch's included."""
        return self.changed.get(stream) or self._streams.get(stream)

    def target(self, key: FactKey) -> Target | None:
        """A fact of this batch that a later one of it may take back."""
        return self._targets.get(key)

    def decider(self, stream: str) -> Decider[Any]:
        return self._streams.decider(stream)

    def rights(self, stream: str) -> Rights:
        return self._streams.rights(stream)

    def keeps(self, kind: str) -> bool:
        """Whether the streams of this kind are in this log."""
        return kind in self._streams.kinds

    def describe(self, stream: str) -> str | None:
        """What a fact about another subject may look at; None when there is no such subject yet."""
        state = self.state(stream)
        return self.decider(stream).describe(state.state) if state.version else None

    def record(self, fact: Fact, stream: str, actor_organisation: str, events: list[Event]) -> int | None:
        """Accept the fact with the event it became, or with none. Returns its position."""
        position = None
        for event in events:
            position = self._append(fact, stream, actor_organisation, event)
        self.answered[fact.key] = Answered(fact.digest, position)
        if position is not None:
            self._targets[fact.key] = Target(fact.key, stream, position)
        return position

    def _append(self, fact: Fact, stream: str, actor_organisation: str, event: Event) -> int:
        before = self.state(stream)
        position, stream_version = self._position + 1, before.version + 1
        raw = self._envelope(fact, stream, stream_version, actor_organisation, event).to_bytes()
        if len(raw) > MAX_EVENT_BYTES:
            raise Rejected("too_large")
        self._rows.append(Row(position, stream, stream_version, raw))
        seen = Recorded(position, fact.occurred, event, actor_organisation)
        state = self.decider(stream).evolve(before.state, seen)
        self.changed[stream] = StreamState(state, stream_version)
        self._position, self._hash = position, digest(raw)
        self._next_recorded += 1
        return position

    def _envelope(
        self, fact: Fact, stream: str, stream_version: int, actor_organisation: str, event: Event
    ) -> Envelope:
        """The next event of the log, after those added so far."""
        return Envelope(
            log=self.expected.log,
            log_id=self.expected.log_id,
            position=self._position + 1,
            previous_hash=self._hash,
            township=fact.account.township,
            stream=stream,
            stream_version=stream_version,
            type=event.type,
            version=event.version,
            occurred=fact.occurred,
            recorded=moment_at(self._next_recorded),
            actor=fact.account.name,
            actor_organisation=actor_organisation,
            publisher=fact.key.publisher,
            fact_source=fact.key.source,
            fact_id=fact.key.id,
            fact_digest=fact.digest,
            correlation=fact.correlation,
            causation=fact.key.id,
            data=event.payload(),
        )

    @property
    def new(self) -> Head:
        """The head once this is appended; `expected` itself when it holds no event."""
        if not self._rows:
            return self.expected
        log, log_id = self.expected.log, self.expected.log_id
        return Head(log, log_id, self._position, self._hash, self._next_recorded - 1)

    @property
    def events(self) -> int:
        return len(self._rows)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write to the log: no event, and no repetition to remember."""
        return not self.answered

    def recording(self) -> Recording:
        facts = [(key, fact_digest, position) for key, (fact_digest, position) in self.answered.items()]
        return Recording(self._rows, facts)
