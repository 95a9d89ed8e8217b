"""What is demanded over time: for how long each thing stands, were everything known as it happened. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifications.planning.wanted import Wanted, wanted_of
from services.notifications.policy.policy import Policy
from services.notifications.recipients.directory import Directory
from services.notifications.recipients.resolving import resolve
from services.notifications.rules.demand import Demand
from services.notifications.rules.of_hazard import hazard_demands
from services.notifications.rules.report_subject import ReportSubject
from services.notifications.rules.reports import report_demands, report_subjects
from services.notifications.rules.town import Town, View
from services.notifications.subjects.filing import filing_view
from services.notifications.subjects.hazard import hazard_view
from shared.instant import moment_at
from shared.read_model.entry import Entry

Entries = Sequence[Entry]
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One row that there would be: demanded from `since` on, and not any more from `ends` on."""

    wanted: Wanted
    since: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What happened, and whom it reached: contacts and offices as they are now."""

    town: Town
    directory: Directory
    filings: Mapping[str, Entries]
    hazards: Mapping[str, tuple[Entries, View | None]]
    usable: Mapping[str, bool]
    """Of rules, whether their text message may be sent."""


def standings(past: Past, policy: Policy, begins: datetime, ends: datetime) -> Iterator[Standing]:
    """All that would have fallen due between the two, under this policy."""
    town = replace(past.town, policy=policy)
    for campaign in town.campaigns:
        of_filer = _by_filer(past.filings.get(campaign, ()))
        for subject in report_subjects(town, campaign):
            entries: Entries = of_filer.get(subject.filer, of_filer[EVERYBODY])
            yield from _standing(past, town, entries, _reporting(town, campaign, subject), begins, ends)
    for id_, (told, unit) in past.hazards.items():
        yield from _standing(past, town, told, _finding(town, id_, unit), begins, ends)


def _reporting(town: Town, campaign: str, subject: ReportSubject) -> Callable[[Entries], Iterator[Demand]]:
    def demanded(known: Entries) -> Iterator[Demand]:
        there = replace(town, filings={campaign: filing_view(campaign, known)})
        return report_demands(there, *subject)

    return demanded


def _finding(town: Town, id_: str, unit: View | None) -> Callable[[Entries], Iterator[Demand]]:
    def demanded(known: Entries) -> Iterator[Demand]:
        if any(entry.type == "hazard.found" for entry in known):
            yield from hazard_demands(town, hazard_view(id_, known), unit)

    return demanded


def _by_filer(entries: Entries) -> dict[str, list[Entry]]:
    """Consolidations are of every filer; what follows a signing is told by its number."""
    whose: dict[str, str] = {}
    found: dict[str, list[Entry]] = {
        EVERYBODY: [each for each in entries if _filer(each, whose) == EVERYBODY]
    }
    for filer in dict.fromkeys(whose.values()):
        found[filer] = [each for each in entries if _filer(each, whose) in (filer, EVERYBODY)]
    return found


def _filer(entry: Entry, whose: dict[str, str]) -> str:
    data = entry.data
    if "filer" in data:
        return whose.setdefault(data.get("number", f"extended {data['filer']}"), data["filer"])
    return whose[data["number"]] if "number" in data else EVERYBODY


def _standing(
    past: Past, town: Town, entries: Entries, demanded: Callable[[Entries], Iterable[Demand]],
    begins: datetime, ends: datetime,
) -> Iterator[Standing]:  # fmt: skip
    """A thing that stands through several stretches stands once."""
    open_: dict[str, Standing] = {}
    for since, until, known in _stretches(entries, begins, ends):
        now = _wanted(past, town, demanded(known))
        for id_ in [each for each in open_ if each not in now]:
            yield open_.pop(id_)
        for id_, wanted in now.items():
            if begins <= wanted.key.due < ends:
                open_[id_] = Standing(wanted, open_[id_].since if id_ in open_ else since, until)
    yield from open_.values()


def _stretches(
    entries: Entries, begins: datetime, ends: datetime
) -> Iterator[tuple[datetime, datetime, Entries]]:
    """What had happened by then, in recorded order as folds take it."""
    moments = sorted({begins, *(each for each in map(_at, entries) if begins < each < ends)})
    for since, until in zip(moments, [*moments[1:], ends], strict=True):
        yield since, until, _whole([each for each in entries if _at(each) <= since])


def _whole(entries: Entries) -> Entries:
    """Nothing is said of what was not signed yet, should that be dated later."""
    signed = {each.data["number"] for each in entries if each.type == "submission.signed"}
    return [each for each in entries if each.data.get("number") in (None, *signed)]


def _at(entry: Entry) -> datetime:
    return moment_at(entry.occurred)


def _wanted(past: Past, town: Town, demands: Iterable[Demand]) -> dict[str, Wanted]:
    return wanted_of(
        town.township, demands, town.policy,
        lambda demand, rule: resolve(
            demand, town, past.directory, rule, sms_usable=past.usable.get(demand.rule, True)
        ),
    )  # fmt: skip
