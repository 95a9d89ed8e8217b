"""The rows and marks of one town, as the projection keeps them, and the sum of their numbers. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.reporting.counting.policy import POLICIES
from services.reporting.counting.stepwise import Moved, Stepwise
from services.reporting.counting.town import Town
from services.reporting.state_digests.items import NO_ENTRIES, marks_item, row_item, with_entry
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.references import Named
from shared.instant import END_OF_TIME, microseconds
from shared.read_model.entry import Entry, in_force

_WHOLE_WINDOW = microseconds(END_OF_TIME)


@dataclass
class TownState:
    township: str
    sum: int = 0
    _entries: defaultdict[Named, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _hashes: dict[Named, bytes] = field(default_factory=dict)
    _counted: dict[str, tuple[str, Stepwise]] = field(default_factory=dict)
    """By campaign: its policy, and its marks at the window's end."""

    def record(self, fresh: Mapping[Named, Sequence[Entry]]) -> None:
        """The next entries of some subjects."""
        for key, entries in fresh.items():
            self._entries[key] += entries
            self._row(key, entries)
        for campaign, (_, town) in self._counted.items():
            self._move(campaign, town.record_all(fresh))
        if any(kind == "campaign" for kind, _ in fresh):
            self._open_campaigns()

    def _row(self, key: Named, entries: Iterable[Entry]) -> None:
        before = self._hashes.get(key)
        after = NO_ENTRIES if before is None else before
        for entry in entries:
            after = with_entry(after, entry)
        self._hashes[key] = after
        self.sum += row_item(self.township, key, after)
        if before is not None:
            self.sum -= row_item(self.township, key, before)

    def _move(self, campaign: str, moved: Iterable[Moved]) -> None:
        for subject, before, after in moved:
            self.sum += marks_item(self.township, subject, campaign, after)
            self.sum -= marks_item(self.township, subject, campaign, before)

    def _open_campaigns(self) -> None:
        """One whose policy this release does not know has no marks."""
        for campaign in self._campaigns():
            counted = self._counted.get(campaign.id)
            if counted is not None and counted[0] == campaign.policy:
                continue
            if counted is not None:
                self._move(campaign.id, (Moved(key, marks, ()) for key, marks in counted[1].by_subject()))
                del self._counted[campaign.id]
            if campaign.policy in POLICIES:
                town = Stepwise(campaign.id, _WHOLE_WINDOW, POLICIES[campaign.policy], self._entries)
                self._counted[campaign.id] = campaign.policy, town
                self._move(campaign.id, (Moved(key, (), marks) for key, marks in town.by_subject()))

    def _campaigns(self) -> Iterable[Campaign]:
        held = {key[1]: in_force(entries) for key, entries in self._entries.items() if key[0] == "campaign"}
        return Town.of({"campaign": held}).campaigns.values()
