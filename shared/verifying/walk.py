"""Walking a stretch of a log, row by row, up to the first that is wrong. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from shared.event_log.read import Stored
from shared.events.envelope import event_hash
from shared.verifying.answered import Answer, FactSum
from shared.verifying.finding import Finding
from shared.verifying.row_checks import ROW_CHECKS, Before, Seen, Written, after, read

_ALTERED = "字节与后一事件所记的哈希不符 its bytes are not those that the event after it names"


@dataclass(slots=True)
class Walk:
    """Of one log; `before` is what the stretch has to continue."""

    log: str
    log_id: str
    before: Before
    head_hash: str | None = None
    """Of the log's last event, for a stretch that ends with it."""
    checks: Collection[str] = field(default_factory=lambda: tuple(ROW_CHECKS))
    facts: FactSum = field(default_factory=FactSum)
    _last: Answer | None = None
    """Of the event before, while it is not known whether its fact led to more."""

    def take(self, rows: Sequence[Stored], upcoming: Stored | None = None) -> Finding | None:
        """The first that is wrong; nothing after it is looked at, nor may anything more be given.

        `upcoming` is the row behind them: of two that do not fit it tells which one was altered.
        """
        for row, following in zip(rows, (*rows[1:], upcoming), strict=True):
            finding = self._one(row, following)
            if finding is not None:
                return finding
        self._end_of_fact(None if upcoming is None else read(upcoming.raw))
        return None

    def _one(self, row: Stored, following: Stored | None) -> Finding | None:
        expected = self.before.position + 1
        written = read(row.raw)
        if written is None:
            return Finding(expected, "unreadable", "不是事件 what stands there is no event")
        seen = Seen(row, written, self.before, self.log, self.log_id)
        for name in self.checks:
            holds, told = ROW_CHECKS[name]
            if not holds(seen):
                if name == "chain" and self._fits(row, following):
                    return Finding(expected - 1, name, _ALTERED)
                return Finding(expected, name, told)
        self._end_of_fact(written)
        self.before, self._last = after(seen), written.answer
        return None

    def _end_of_fact(self, following: Written | None) -> None:
        """The event before was the last of its fact, unless what follows answers the same."""
        if self._last is not None and (following is None or following.answer != self._last):
            self.facts.add(self._last, self.before.position)
        self._last = None

    def _fits(self, row: Stored, following: Stored | None) -> bool:
        """Whether it is as it was, going by what comes after it: then it was the one before that changed."""
        named = self.head_hash
        if following is not None:
            written = read(following.raw)
            named = None if written is None else written.previoushash
        return row.position > 1 and named == event_hash(row.raw)
