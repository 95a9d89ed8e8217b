"""Walking a stretch of a log, run by run, up to the first row that is wrong. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.event_log.chain import CHAIN_CHECKS, Chain, first_fault, read_link
from shared.event_log.read import Stored
from shared.verifying.answered import Answer, FactSum
from shared.verifying.finding import Finding
from shared.verifying.row_checks import ROW_CHECKS, TOLD, WRITTEN, Before, Rows, Written

WALK_CHECKS = (*CHAIN_CHECKS, *ROW_CHECKS)


@dataclass(slots=True)
class Walk:
    """Of one log; `chain` and `recorded` are what the stretch has to continue."""

    chain: Chain
    recorded: datetime | None
    head_hash: str | None = None
    """Of the log's last event, for a stretch that ends with it."""
    checks: Collection[str] = WALK_CHECKS
    facts: FactSum = field(default_factory=FactSum)

    @classmethod
    def after(
        cls, log: str, log_id: str, before: Before, head_hash: str | None, checks: Collection[str]
    ) -> "Walk":
        return cls(Chain(log, log_id, before.position, before.hash), before.recorded, head_hash, checks)

    @property
    def before(self) -> Before:
        return Before(self.chain.position, self.chain.hash, self.recorded)

    def take(self, rows: Sequence[Stored], upcoming: Stored | None = None) -> Finding | None:
        """The first that is wrong; nothing after it is looked at, nor may anything more be given.

        `upcoming` is the row behind them: of two that do not fit it tells which one was altered.
        """
        following = None if upcoming is None else read_link(upcoming.raw, WRITTEN)
        behind = None if following is None else following.previoushash
        then = self.head_hash if upcoming is None else behind
        piece = self.chain.piece([row.raw for row in rows], then, WRITTEN)
        given = Rows(rows[: len(piece.links)], piece, self.recorded)
        failed = {name: check(piece) for name, check in CHAIN_CHECKS.items() if name in self.checks}
        failed |= {name: check(given) for name, check in ROW_CHECKS.items() if name in self.checks}
        fault = first_fault(piece, len(rows), failed)
        if fault is not None:
            return Finding(piece.first + fault.index, fault.what, TOLD[fault.what])
        self._answer(piece.links, following)
        self.chain.passed(piece)
        self.recorded = piece.links[-1].recordedtime if piece.links else self.recorded
        return None

    def _answer(self, links: Sequence[Written], following: Written | None) -> None:
        """An event is the last of its fact, unless what follows answers the same."""
        answers = list(map(answer_of, links))
        for at in range(len(answers) - 1):
            if answers[at] != answers[at + 1]:
                self.facts.add(answers[at], self.chain.position + at + 1)
        if answers and (following is None or answer_of(following) != answers[-1]):
            self.facts.add(answers[-1], self.chain.position + len(answers))


def answer_of(written: Written) -> Answer:
    return Answer(written.publisher, written.factsource, written.factid, written.factdigest)
