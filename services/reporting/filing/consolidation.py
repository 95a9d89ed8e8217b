"""汇总: a consolidated sheet, and what became of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from shared.events.consolidating import (
    ConsolidationCountersigned,
    ConsolidationSentUp,
    ConsolidationSigned,
)
from shared.instant import microseconds, parse_instant

Status = Literal["signed", "countersigned", "sent_up"]
Sheet: TypeAlias = tuple[str, str]
"""Period and annex."""


class Countersigned(NamedTuple):
    event: ConsolidationCountersigned
    occurred: int


class SentUp(NamedTuple):
    event: ConsolidationSentUp
    occurred: int


@dataclass(frozen=True, slots=True)
class Consolidation:
    signed: ConsolidationSigned
    position: int
    countersigned: Countersigned | None = None
    sent_up: SentUp | None = None
    replaced_by: str | None = None

    @property
    def number(self) -> str:
        return self.signed.number

    @property
    def sheet(self) -> Sheet:
        return self.signed.period, self.signed.annex

    @property
    def signed_at(self) -> int:
        return microseconds(parse_instant(self.signed.signed_at))

    @property
    def numbers(self) -> frozenset[str]:
        """The submissions that its rows are."""
        return frozenset(row.number for row in self.signed.rows if row.number is not None)

    @property
    def status(self) -> Status:
        if self.sent_up is not None:
            return "sent_up"
        return "signed" if self.countersigned is None else "countersigned"


Consolidations: TypeAlias = Mapping[str, Consolidation]
"""By number, in the order of signing."""


def consolidated_after(
    consolidations: Consolidations,
    event: ConsolidationSigned | ConsolidationCountersigned | ConsolidationSentUp,
    position: int,
    occurred: int,
) -> Consolidations:
    """With the next event about one of them."""
    after = dict(consolidations)
    match event:
        case ConsolidationSigned():
            if event.replaces is not None:
                after[event.replaces] = replace(after[event.replaces], replaced_by=event.number)
            after[event.number] = Consolidation(event, position)
        case ConsolidationCountersigned():
            after[event.number] = replace(after[event.number], countersigned=Countersigned(event, occurred))
        case ConsolidationSentUp():
            after[event.number] = replace(after[event.number], sent_up=SentUp(event, occurred))
    return after
