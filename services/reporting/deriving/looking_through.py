"""Going through a log once: whether it is one chain, its hashes where something was signed, whose events are
where."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from services.reporting.verification.chain import Break, Links
from services.reporting.verification.findings import Finding
from shared.canonical import GENESIS
from shared.events.envelope import Envelope
from shared.events.reporting import FrozenLog

Told = Callable[[Envelope], None]


@dataclass(slots=True)
class LookedThrough:
    """Of a whole log no more is kept than where its events are: eight bytes for each."""

    log: str
    log_id: str | None = None
    events: int = 0
    broken: Break | None = None
    hashes: dict[int, str] = field(default_factory=dict)
    places: dict[str, "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("Q")))
    """By township, as far as the log is whole."""

    def of_town(self, township: str) -> Iterable[int]:
        return self.places.get(township, ())

    def finding(self) -> Finding | None:
        """Where it is not one chain."""
        broken = self.broken
        return None if broken is None else Finding("stream", broken.what, self.log, broken.position)

    def beside(self, frozen: FrozenLog) -> Finding | None:
        """Whether it is, up to there, what was signed."""
        if self.broken is not None and self.broken.position <= frozen.position:
            return self.finding()
        if self.events < frozen.position:
            return Finding("stream", "missing", self.log, self.events + 1)
        if frozen.position and self.log_id != frozen.log_id:
            return Finding("stream", "another_log", self.log, 1)
        if self.hashes[frozen.position] != frozen.hash:
            return Finding("stream", "hash", self.log, frozen.position)
        return None


def looked_through(
    log: str, stored: Iterable[tuple[int, bytes]], wanted: Collection[int], told: Told
) -> LookedThrough:
    """`wanted`: positions whose hashes are asked for. Each event is `told`, as far as the log is whole."""
    links, found = Links(log, None), LookedThrough(log)
    found.hashes[0] = GENESIS
    for place, raw in stored:
        envelope = links.add(raw)
        if links.position in wanted:
            found.hashes[links.position] = links.last
        if envelope is None:
            continue
        try:
            told(envelope)
        except (ValueError, KeyError, TypeError):
            links.broken = Break(links.position, "unreadable")
            continue
        found.places[envelope.township].append(place)
    found.log_id, found.events, found.broken = links.log_id, links.position, links.broken
    return found
