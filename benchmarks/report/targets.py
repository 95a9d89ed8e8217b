"""What the project wants to reach, what it would be proud of, and what was measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.peers import OURS
from benchmarks.report.ratios import ratio
from benchmarks.report.table import NOTHING, markdown
from benchmarks.results import Results

_WHOLE = 100
"""From here on without decimals."""
_STREAMS = (("new", "new streams"), ("again", "existing streams"))


@dataclass(frozen=True, slots=True)
class Target:
    what: str
    measured: float | None
    to_reach: float
    proud: float | None = None
    unit: str = "/s"
    at_most: bool = False
    """Less is better, and the target itself is not reached."""

    @property
    def reached(self) -> str:
        if self.measured is None:
            return "not measured"
        if not self._reaches(self.to_reach):
            return "**NO**"
        return "yes, proud" if self.proud is not None and self._reaches(self.proud) else "yes"

    def _reaches(self, bound: float) -> bool:
        assert self.measured is not None
        return self.measured < bound if self.at_most else self.measured >= bound

    def written(self, figure: float | None) -> str:
        if figure is None:
            return NOTHING
        digits = 0 if figure >= _WHOLE else 1
        return f"{figure:,.{digits}f}{self.unit}"

    @property
    def cells(self) -> list[str]:
        sign = "< " if self.at_most else ""
        return [
            self.what,
            f"{sign}{self.written(self.to_reach)}",
            self.written(self.proud),
            self.written(self.measured),
            self.reached,
        ]


def targets_table(results: Results) -> list[str]:
    header = ("what", "target", "proud", "measured", "reached")
    return markdown(header, [target.cells for target in targets(results)])


def targets(results: Results) -> list[Target]:
    return [
        *_append(results),
        *_growth(results.found("growth")),
        Target("bulk append, 256 bytes", at(results.found("bulk"), "256", "rate"), 45_000),
        Target("relay from the log to JetStream", at(results.found("relay"), "rate"), 25_000),
        *_whole_path(results.found("whole_path")),
        *_stored(results.found("stored")),
    ]


def _append(results: Results) -> Iterator[Target]:
    hidden = results.found("hidden_rows")
    cases = {
        (case["payload"], case["callers"], case["streams"]): case["sides"]
        for case in results.found("append") or []
    }
    for streams, told in _STREAMS:
        sides = cases.get(("256", 32, streams), {})
        name = f"append, 32 callers, {told}"
        yield Target(name, at(sides, OURS, "rate"), 33_000, 40_000)
        yield Target(f"{name}, p99", at(sides, OURS, "p99_ms"), 5, None, " ms", at_most=True)
        yield Target(
            f"{name}, ÷ best peer that misses nothing", ratio(sides, hidden, honest=True), 10, None, " ×"
        )
        many = cases.get(("256", 256, streams), {})
        yield Target(f"append, 256 callers, {told}", at(many, OURS, "rate"), 42_000)
    first_touch = ratio(cases.get(("256", 32, "existing"), {}), hidden, honest=True)
    name = "append, 32 callers, every state read from the store, ÷ best peer that misses nothing"
    yield Target(name, first_touch, 6, None, " ×")


def _growth(found: Any) -> Iterator[Target]:
    by_size = {each["events"]: each["first_touch"] for each in at(found, "log") or []}
    least, most = by_size.get(10_000), by_size.get(10_000_000)
    share = most / least * 100 if least and most else None
    yield Target("the same at 10 million events, of that at 10,000", share, 50, None, " %")


def _whole_path(found: Any) -> Iterator[Target]:
    path = "publisher → visible cell"
    yield Target(f"{path}, batched", at(found, "batched", "rate"), 9_000, 12_000)
    yield Target(f"{path}, single", at(found, "single", "rate"), 4_000, 5_000)
    for key, bound in (("p50_ms", 15), ("p99_ms", 60)):
        name = f"ack → visible cell at 500 facts/s, {key.removesuffix('_ms')}"
        yield Target(name, at(found, "latency_500", key), bound, None, " ms", at_most=True)


def _stored(found: Any) -> Iterator[Target]:
    archive = at(found, "archive")
    yield Target("rebuild from the archive", at(found, "rebuild_archive", "rate"), 100_000)
    yield Target("rebuild from the streams", at(found, "rebuild", "rate"), 30_000)
    yield Target("audit replay", at(archive, "replay", "rate"), 200_000)
    yield Target("verify the archive", at(archive, "verify", "rate"), 300_000)
    yield Target("verify the live log", at(found, "live", "rate"), 90_000)
    yield Target("archive, an event", at(archive, "write", "bytes"), 140, None, " bytes", at_most=True)


def at(found: Any, *path: str) -> Any:
    """What stands there; None where that was not measured."""
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found
