"""A form from nothing but an archive: by the code that answers it for a service, to the same digest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import recount
from services.reporting.counting.town import Town
from services.reporting.forms.documents.document import document
from services.reporting.reading.form_asked import form_asked
from services.reporting.reading.question import Question, question
from services.reporting.replaying.archive import Archive
from services.reporting.replaying.extent import extent_of
from services.reporting.replaying.town import replayed_town
from services.reporting.subjects.campaign import Campaign
from shared.facts.account import Account
from shared.json_types import JsonObject
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Asked:
    annex: str
    campaign: str | None
    """None for the only one there is; likewise of the township."""
    township: str | None
    filer: str | None
    """None for the whole form, with its totals."""
    parameters: Mapping[str, str | None]
    """`occurred_until`, `recorded_until`, `positions`, `policy`, as in addresses."""

    def question(self) -> Question:
        """Raises `Rejected` for what can't be asked."""
        only = None if self.filer is None else frozenset({self.filer})
        # Nobody's rights: whoever holds the archive can read all of it.
        holder = Account("archive", self.township or "", "auditor", frozenset())
        return replace(question(holder, self.campaign or "", self.annex, self.parameters), only=only)


def replayed_form(archive: Archive, wanted: Asked) -> JsonObject:
    """The answer document. Raises `Rejected`."""
    asked = wanted.question()
    town = replayed_town(archive, extent_of(archive, asked.positions, asked.recorded_until), wanted.township)
    rows = town.rows()
    known = Town.of(rows)
    asked = replace(asked, campaign=wanted.campaign or the_only_campaign(known.campaigns))
    form = form_asked(asked, known.campaigns, town.positions)
    figures = recount(rows, Period.of(form.campaign, form.moment), POLICIES[form.policy])
    answer = document(form, figures, known.organisations, asked.only)
    if wanted.filer is not None and not answer["rows"]:
        raise Rejected("not_found", what=wanted.filer)
    return answer


def the_only_campaign(campaigns: Mapping[str, Campaign]) -> str:
    """Raises `choose_campaign`."""
    if len(campaigns) != 1:
        raise Rejected("choose_campaign", campaigns="、".join(sorted(campaigns)) or "–")
    return next(iter(campaigns))
