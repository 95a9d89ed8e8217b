"""What was owed in a town until now, by subject, from all that was known and when. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notifications.policy.policy import Policy
from services.notifications.recount.comparing import Contacts, Debt, What
from services.notifications.recount.forms import by_form, standing
from services.notifications.recount.hazard_standing import hazard_standing, holding
from services.notifications.recount.hazards import OwedHazard
from services.notifications.recount.learnt import Learning, Moment, Stretch
from services.notifications.recount.owed import Owed, Small
from services.notifications.recount.reports import OwedForm, Term, summary_owed, terms
from shared.read_model.entry import Entry

_ANNEXES = {"departments": "annex-3", "villages": "annex-4"}
CONSOLIDATED = "consolidation.signed"
Entries = Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a town; entries by id."""

    policy: Policy
    learning: Learning
    campaigns: Mapping[str, Entries]
    filings: Mapping[str, Entries]
    kinds: Mapping[str, str]
    in_office: frozenset[str]
    rung: Mapping[str, datetime]
    released: Mapping[str, datetime]
    contacts: Contacts
    since: datetime
    now: Moment

    def small(self, campaigns: Mapping[str, Mapping[str, Any]]) -> Small:
        return Small(self.policy, campaigns, self.kinds, self.in_office)


def debts(kept: Kept, owed_in: Iterable[tuple[Stretch, Iterable[Owed]]]) -> list[Debt]:
    """Of one subject: each thing once, as it was owed last."""
    found: dict[What, Debt] = {}
    for stretch, owed in owed_in:
        for each in owed:
            if kept.since <= each.due < stretch.ends and not _rung(kept, each):
                over = each.until is not None and each.until <= kept.now.at
                found[each.what] = Debt(each, still=stretch.is_last and not over)
    return list(found.values())


def _rung(kept: Kept, owed: Owed) -> bool:
    at = kept.rung.get(owed.subject)
    return owed.rule == "report_escalated" and at is not None and at < owed.due


def hazard_debts(kept: Kept, id_: str, entries: Entries, unit: Mapping[str, Any]) -> list[Debt]:
    campaigns = list(kept.campaigns.items())
    streams = [("registry", stated) for _, stated in campaigns]
    return debts(
        kept,
        (
            (
                stretch,
                owed_for_hazard(kept, id_, stretch.known[0], unit, _stated(campaigns, stretch.known[1:])),
            )
            for stretch in kept.learning.stretches(kept.now, ("hazards", entries), *streams)
        ),
    )


def owed_for_hazard(
    kept: Kept, id_: str, known: Entries, unit: Mapping[str, Any], campaigns: Mapping[str, Mapping[str, Any]]
) -> Iterator[Owed]:
    standing_ = hazard_standing(known)
    if standing_ is not None:
        yield from OwedHazard(kept.small(campaigns), f"hazard/{id_}", standing_, unit).owed()


def _stated(
    campaigns: Sequence[tuple[str, Entries]], known: Sequence[Entries]
) -> dict[str, Mapping[str, Any]]:
    return {id_: stated(entries) for (id_, _), entries in zip(campaigns, known, strict=True)}


def stated(entries: Entries) -> Mapping[str, Any]:
    """What a campaign said last of itself, and did not take back."""
    said = sorted(holding(entries), key=lambda entry: (entry.occurred, entry.position))
    return said[-1].data if said else {}


def report_debts(kept: Kept, campaign: str) -> dict[str, list[Debt]]:
    """Of each form and summary of a campaign."""
    said, filed = kept.campaigns[campaign], kept.filings.get(campaign, ())
    forms, consolidations = by_form(filed), [each for each in filed if each.type == CONSOLIDATED]
    found: dict[str, list[Debt]] = {}
    for key, filer in _asked_for(said):
        subject = written("report", campaign, key, filer)
        of_form = [*forms.get((key, filer), ()), *consolidations]
        stretches = kept.learning.stretches(kept.now, ("registry", said), ("reporting", of_form))
        found[subject] = debts(
            kept, ((each, owed_for_form(kept, subject, key, filer, *each.known)) for each in stretches)
        )
    for key in dict.fromkeys(key for key, _ in _asked_for(said)):
        subject = written("summary", campaign, key)
        stretches = kept.learning.stretches(kept.now, ("registry", said))
        found[subject] = debts(
            kept, ((each, owed_for_summary(kept, subject, key, each.known[0])) for each in stretches)
        )
    return found


def _asked_for(said: Entries) -> list[tuple[str, str]]:
    """Periods and filers, in whatever version of the campaign."""
    versions = [entry.data for entry in said if "deadlines" in entry.data]
    return list(
        dict.fromkeys(
            (term.key, filer)
            for each in versions
            for term in terms(each)
            for part in _ANNEXES
            for filer in each[part]
        )
    )


def owed_for_form(
    kept: Kept, subject: str, key: str, filer: str, said: Entries, filed: Entries
) -> Iterator[Owed]:
    campaign = stated(said)
    term, later = _term(campaign, key)
    annex = next((annex for part, annex in _ANNEXES.items() if filer in campaign.get(part, ())), None)
    if term is None or annex is None:
        return
    covered = any(
        entry.type == CONSOLIDATED and entry.data["annex"] == annex and entry.data["period"] in later
        for entry in filed
    )
    place = standing([entry for entry in filed if entry.type != CONSOLIDATED])
    yield from OwedForm(kept.small({}), subject, filer, term, place, covered).owed()


def owed_for_summary(kept: Kept, subject: str, key: str, said: Entries) -> Iterator[Owed]:
    term, _ = _term(stated(said), key)
    released = kept.released.get(subject)
    if term is not None and released is not None:
        yield summary_owed(subject, term, released)


def _term(campaign: Mapping[str, Any], key: str) -> tuple[Term | None, list[str]]:
    """And the keys of those after it."""
    all_ = terms(campaign) if "deadlines" in campaign else []
    keys = [term.key for term in all_]
    if key not in keys:
        return None, []
    at = keys.index(key)
    return all_[at], keys[at + 1 :]


def written(*parts: str) -> str:
    """As a subject of reports is written."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def read(subject: str) -> list[str]:
    return [part.replace("%2F", "/").replace("%25", "%") for part in subject.split("/")]
