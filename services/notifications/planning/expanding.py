"""From marks to subjects: the whole town, or all forms of a campaign."""

from collections.abc import Iterable

from services.notifications.reminders.marks import WHOLE_TOWN
from services.notifications.rules.periods import periods_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.reports import report_subjects
from services.notifications.rules.town import Town
from shared.event_log.connection import Connection

_FORMS = "reports/"
# A mark that stands already is worked off after this: renewing it would wait for whoever renews it just now.
_MARK_HAZARDS = """
insert into to_plan (township, subject)
select $1, 'hazard/' || id from subjects
where township = $1 and kind = 'hazard' and view ->> 'state' in ('open', 'claimed', 'closed')
order by 2
on conflict (township, subject) do nothing
"""
_TROUBLES = "select subject from troubles where township = $1"
_STILL_PLANNED = """
select distinct subject from reminders
where township = $1 and state = 'planned' and not starts_with(subject, 'hazard/')
"""
_MARK_PLANNED_HAZARDS = """
insert into to_plan (township, subject)
select distinct township, subject from reminders
where township = $1 and state = 'planned' and starts_with(subject, 'hazard/')
order by 1, 2
on conflict (township, subject) do nothing
"""


async def expand(connection: Connection, town: Town, marked: Iterable[str]) -> list[str]:
    """Hazards of a whole town are marked one by one, to be planned in portions."""
    subjects: dict[str, None] = {}
    for mark in marked:
        if mark == WHOLE_TOWN:
            await connection.execute(_MARK_HAZARDS, town.township)
            await connection.execute(_MARK_PLANNED_HAZARDS, town.township)
            subjects |= dict.fromkeys(whole_forms(town) + await _known(connection, town.township))
        elif mark.startswith(_FORMS):
            subjects |= dict.fromkeys(_forms(town, mark.removeprefix(_FORMS)))
        else:
            subjects[mark] = None
    return list(subjects)


def whole_forms(town: Town) -> list[str]:
    """All that is small: forms and summaries."""
    return [subject for campaign in town.campaigns for subject in _forms(town, campaign)]


def _forms(town: Town, campaign: str) -> list[str]:
    periods = periods_of(town.campaigns.get(campaign, {}))
    summaries = [str(SummarySubject(campaign, period.key)) for period in periods]
    return [str(subject) for subject in report_subjects(town, campaign)] + summaries


async def _known(connection: Connection, township: str) -> list[str]:
    """What troubles there are, and what is planned though nothing may demand it any more."""
    rows = [*await connection.fetch(_TROUBLES, township), *await connection.fetch(_STILL_PLANNED, township)]
    return [row["subject"] for row in rows]
