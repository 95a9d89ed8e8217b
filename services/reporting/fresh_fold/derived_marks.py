"""Marks counted once more, with the events behind them: rows as they are put aside do not say these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.fresh_fold.counting import background_in
from services.reporting.fresh_fold.scratch import Scratch
from services.reporting.projection.load_background import town_of
from services.reporting.projection.recount_rows import contexts_of
from services.reporting.subjects.references import Named

OfSubject: TypeAlias = Mapping[str, Sequence[Mark]]
"""By campaign."""


class DerivedMarks:
    """Of one town after the other: what is known of the last one is kept."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._township, self._town = "", Town({}, {}, {})

    async def of(self, township: str, subjects: Iterable[Named]) -> Mapping[Named, OfSubject]:
        if township != self._township:
            self._township = township
            self._town = town_of(self._scratch.of_kinds(township, TOWN_KINDS))
        rows = await self._scratch.load(township, subjects)
        contexts = contexts_of(self._town, await background_in(self._scratch, township, self._town, rows))
        return {
            key: {campaign: marks_of(*key, row.in_force, each) for campaign, each in contexts.items()}
            for key, row in rows.items()
        }
