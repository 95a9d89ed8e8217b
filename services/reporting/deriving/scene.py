"""What a derivation finds at the positions of what was signed: campaign, period, names, and all marks."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from services.reporting.counting.policy import POLICIES
from services.reporting.counting.town import Town
from services.reporting.deriving.not_derivable import NotDerivable
from services.reporting.filing.due import Due, due_of
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign
from services.reporting.submissions.frozen import TownMarks, town_marks
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import SubmissionSigned
from shared.instant import moment_at, write_instant


@dataclass(frozen=True)
class Scene:
    """Of one submission or sheet."""

    rows: Rows
    signed: SubmissionSigned | ConsolidationSigned
    last: "LastMarks"

    @cached_property
    def town(self) -> Town:
        return Town.of(self.rows)

    @property
    def campaign(self) -> Campaign:
        found = self.town.campaigns.get(self.signed.campaign_id)
        if found is None:
            raise NotDerivable("campaign")
        return found

    @property
    def due(self) -> Due:
        found = due_of(self.campaign, self.signed.period)
        if found is None:
            raise NotDerivable("period")
        return found

    @property
    def positions(self) -> Mapping[str, int]:
        return {log: frozen.position for log, frozen in self.signed.logs.items()}

    def form(self, annex: str) -> Form:
        """To the cut-off that was signed, under the policy of then."""
        if self.signed.policy not in POLICIES:
            raise NotDerivable("policy")
        until = self.signed.occurred_until
        return Form(annex, self.campaign, self.signed.policy, until, None, self.positions)

    def form_of_period(self, annex: str) -> Form:
        """To the cut-off that the period has."""
        return replace(self.form(annex), occurred_until=write_instant(moment_at(self.due.cutoff)))

    def marks(self, form: Form) -> TownMarks:
        return self.last.of(self.rows, form)


class LastMarks:
    """Many sign as of the same moment: what was counted last is kept for the next of them."""

    def __init__(self) -> None:
        self._last: tuple[Hashable, TownMarks] | None = None

    def of(self, rows: Rows, form: Form) -> TownMarks:
        if self._last is None or self._last[0] != form.key:
            self._last = form.key, town_marks(rows, form)
        return self._last[1]
