"""What the rules demand for some subjects of a town, from what the database holds now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.notifications.planning.reading import load_hazards, load_troubles
from services.notifications.rules.calendar_missing import calendar_missing
from services.notifications.rules.demand import Demand
from services.notifications.rules.of_hazard import hazard_demands
from services.notifications.rules.report_subject import (
    ReportSubject,
    SummarySubject,
    read_report_subject,
)
from services.notifications.rules.report_summary import summary_demands
from services.notifications.rules.reports import report_demands
from services.notifications.rules.technical import (
    budget_nearly_spent,
    channel_halted,
    log_stands_still,
    publisher_silent,
    shadow_rebuild,
    template_not_ready,
)
from services.notifications.rules.town import Town
from shared.event_log.connection import Connection

_WATCHED = ("log", "publisher", "template", "channel", "budget", "calendar", "shadow")


async def demanded(connection: Connection, town: Town, subjects: Sequence[str]) -> dict[str, list[Demand]]:
    """By subject; one that nobody knows demands nothing."""
    of_kind: dict[str, list[str]] = {}
    for subject in subjects:
        of_kind.setdefault(subject.partition("/")[0], []).append(subject)
    ids = [subject.partition("/")[2] for subject in of_kind.get("hazard", ())]
    hazards = await load_hazards(connection, town.township, ids) if ids else {}
    watched = [subject for kind in _WATCHED for subject in of_kind.get(kind, ())]
    troubles = await load_troubles(connection, town.township, watched) if watched else {}
    return {subject: list(_of(town, subject, hazards, troubles)) for subject in subjects}


def _of(
    town: Town,
    subject: str,
    hazards: Mapping[str, tuple[Any, Any]],
    troubles: Mapping[str, Mapping[str, Any]],
) -> Iterator[Demand]:
    kind, _, name = subject.partition("/")
    match kind:
        case "hazard":
            if name in hazards:
                yield from hazard_demands(town, *hazards[name])
        case "report" | "summary":
            yield from _of_reports(town, read_report_subject(subject))
        case _:
            if subject in troubles:
                yield from _of_trouble(town, kind, name, troubles[subject])


def _of_reports(town: Town, subject: ReportSubject | SummarySubject | None) -> Iterator[Demand]:
    match subject:
        case ReportSubject():
            yield from report_demands(town, *subject)
        case SummarySubject():
            yield from summary_demands(town, subject)
        case None:
            return


def _of_trouble(town: Town, kind: str, name: str, trouble: Mapping[str, Any]) -> Iterator[Demand]:
    match kind:
        case "log":
            yield log_stands_still(name, trouble["since"])
        case "channel":
            yield channel_halted(name, trouble["since"])
        case "calendar":
            yield calendar_missing(town, int(name), trouble["since"])
        case "budget":
            yield budget_nearly_spent(name, trouble["since"])
        case "shadow":
            yield shadow_rebuild(name, trouble["first"], trouble["since"])
        case "publisher":
            usual = timedelta(seconds=trouble["usual_seconds"])
            yield from publisher_silent(town, name, trouble["since"], usual)
        case _:
            needed = date.fromisoformat(trouble["first_needed"])
            yield from template_not_ready(town, name, trouble["state"], needed, trouble["since"])
