"""The paragraph of a report, drafted from what has moved since the last one signed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from fastapi import Request

from services.reporting.differences.explaining import Differences
from services.reporting.differences.parts import Part
from services.reporting.filing.due import Due
from services.reporting.filing.state import Submission
from services.reporting.narrative.drafting import Change, Draft, draft
from services.reporting.reading.asked_form import Form
from services.reporting.submissions.moved import since
from services.reporting.submissions.report import Counted, Frame
from shared.instant import SHANGHAI, moment_at


async def narrated(
    request: Request, frame: Frame, due: Due, filer: str, counted: Counted, before: Submission | None
) -> Draft:
    """`before`: what the report is measured by."""
    form = counted.form
    changes = {} if before is None else _changes(await since(request, frame, form, before))
    return draft(
        form.annex,
        counted.filer_name,
        _spoken(form, due),
        counted.frozen.figures.row(form.annex, filer),
        None if before is None else (before.signed.period_name, before.signed.figures),
        changes,
    )


def _spoken(form: Form, due: Due) -> str:
    """The day of the cut-off; before the deadline with the time, for more may come on that day."""
    if form.moment < due.cutoff:
        moment = moment_at(form.moment).astimezone(SHANGHAI)
        return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"
    day = (moment_at(due.cutoff) - timedelta(microseconds=1)).astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"


def _changes(differences: Differences) -> Mapping[str, Change]:
    return {cell.column: _of_members(each.parts) for cell, each in differences.items()}


def _of_members(parts: Iterable[Part]) -> Change:
    """What came and went for good: what was closed, opened again and closed counts once."""
    weights: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        weights[part.member] += part.weight
    added = sum(weight for weight in weights.values() if weight > 0)
    return Change(added, -sum(weight for weight in weights.values() if weight < 0))
