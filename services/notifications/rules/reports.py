"""All that the rules of the reports demand. Pure."""

from collections.abc import Iterator

from services.notifications.rules.demand import Demand
from services.notifications.rules.form import form_of
from services.notifications.rules.periods import periods_of
from services.notifications.rules.report_due import due_demands
from services.notifications.rules.report_overdue import overdue_demands
from services.notifications.rules.report_subject import ReportSubject
from services.notifications.rules.submission_returned import returned_demands
from services.notifications.rules.town import Town


def report_subjects(town: Town, campaign: str) -> Iterator[ReportSubject]:
    """Every form that the campaign asks for."""
    view = town.campaigns.get(campaign, {})
    for period in periods_of(view):
        for filer in (*view["departments"], *view["villages"]):
            yield ReportSubject(campaign, period.key, filer)


def report_demands(town: Town, campaign: str, period: str, filer: str) -> Iterator[Demand]:
    """Of one form. Nothing of a filer or period that the campaign does not know."""
    form = form_of(town, ReportSubject(campaign, period, filer))
    if form is None:
        return
    yield from returned_demands(form)
    if form.is_owed:
        yield from due_demands(town, form)
        yield from overdue_demands(town, form)
