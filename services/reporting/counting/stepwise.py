"""The marks of a town in memory, kept right entry by entry: what the projection does with its tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from services.reporting.counting.background import Background
from services.reporting.counting.chains import with_chains
from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.merging import Standing, standing
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from services.reporting.subjects.references import Named, named_in
from services.reporting.subjects.seen import COUNTS_THE_TOWN_ANEW, seen_by_others
from services.reporting.subjects.unit import Unit
from shared.read_model.entry import Entry, in_force

Known = TypeVar("Known")


class Moved(NamedTuple):
    """The marks of one subject, before and after."""

    subject: Named
    before: Sequence[Mark]
    after: Sequence[Mark]


class Stepwise:
    """Figures of one campaign up to one cut-off under one policy."""

    def __init__(
        self, campaign: str, moment: int, policy: Policy, known: Mapping[Named, Sequence[Entry]]
    ) -> None:
        """`known` are the entries to begin with, as recorded; `moment` is the cut-off."""
        self._campaign_id, self._moment, self._policy = campaign, moment, policy
        self._entries = {key: list(entries) for key, entries in known.items()}
        self._in_force: dict[Named, Sequence[Entry]] = {}
        self._marks: dict[Named, Sequence[Mark]] = {}
        self._named: dict[Named, frozenset[Named]] = {}
        self._naming: defaultdict[Named, set[Named]] = defaultdict(set)
        self._campaigns: dict[str, Campaign] = {}
        self._organisations: dict[str, Organisation] = {}
        self._officials: dict[str, Official] = {}
        self._units: dict[str, Unit] = {}
        self._hazards: dict[str, Standing] = {}
        self._background = Background(self._organisations, self._officials, self._units, self._hazards)
        for key in self._entries:
            self._fold(key)
        self._count(self._entries)

    @property
    def campaign(self) -> Campaign | None:
        return self._campaigns.get(self._campaign_id)

    def kind(self, organisation: str) -> str | None:
        return self._background.kind(organisation)

    def marks(self) -> Iterator[Mark]:
        for marks in self._marks.values():
            yield from marks

    def by_subject(self) -> Iterable[tuple[Named, Sequence[Mark]]]:
        """Of those that have marks or had some."""
        return self._marks.items()

    def record(self, key: Named, entry: Entry) -> list[Moved]:
        """The next entry of a subject. Returns whose marks it moved."""
        return self.record_all({key: (entry,)})

    def record_all(self, fresh: Mapping[Named, Sequence[Entry]]) -> list[Moved]:
        """The next entries of some subjects, as if they were recorded at once."""
        seen = {key: seen_by_others(key[0], self._in_force.get(key, ())) for key in fresh}
        for key, entries in fresh.items():
            self._entries.setdefault(key, []).extend(entries)
            self._fold(key)
        if any(kind in COUNTS_THE_TOWN_ANEW for kind, _ in fresh):
            return self._count(list(self._entries))
        moved = dict.fromkeys(fresh)
        for key in fresh:
            if seen_by_others(key[0], self._in_force[key]) != seen[key]:
                moved |= dict.fromkeys(self._naming[key])
        return self._count(moved)

    def _fold(self, key: Named) -> None:
        kind, subject = key
        held = self._in_force[key] = in_force(self._entries[key])
        match kind:
            case "unit":
                self._units[subject] = Unit.of(held)
            case "hazard":
                self._hazards[subject] = standing("hazard", held)
            case "official":
                self._officials[subject] = Official.of(held)
            case "organisation":
                _put(self._organisations, subject, Organisation.of(held))
            case "campaign":
                _put(self._campaigns, subject, Campaign.of(subject, held))
            case _:  # nothing else depends on it
                pass

    def _count(self, keys: Iterable[Named]) -> list[Moved]:
        context = self._context()
        moved = []
        for key in keys:
            self._refer(key)
            before = self._marks.get(key, ())
            after = [] if context is None else marks_of(*key, self._in_force[key], context)
            self._marks[key] = after
            if [mark[:4] for mark in before] != [mark[:4] for mark in after]:
                moved.append(Moved(key, before, after))
        return moved

    def _context(self) -> Context | None:
        """None while the campaign is not known: nothing counts."""
        campaign = self.campaign
        if campaign is None:
            return None
        return Context(Period.of(campaign, self._moment), self._policy, self._background)

    def _refer(self, key: Named) -> None:
        before = self._named.get(key, frozenset())
        named = frozenset(with_chains(named_in(key[0], self._in_force[key], self.kind), self._background))
        if named != before:
            for other in before - named:
                self._naming[other].discard(key)
            for other in named - before:
                self._naming[other].add(key)
            self._named[key] = named


def _put(known: dict[str, Known], subject: str, now: Known | None) -> None:
    if now is None:
        known.pop(subject, None)
    else:
        known[subject] = now
