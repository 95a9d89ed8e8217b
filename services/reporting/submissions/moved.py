"""What has moved between what was signed and another report, as differences explain it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from functools import partial

from fastapi import Request

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.explaining import Differences
from services.reporting.differences.folding import explained_rows
from services.reporting.differences.parts import PartEvent
from services.reporting.differences.recorded_times import read_taken, read_times
from services.reporting.differences.report import Report, spanned
from services.reporting.differences.scope import Scope
from services.reporting.filing.state import Submission
from services.reporting.lineage.sources import Source
from services.reporting.reading.asked_form import Form
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.submissions.report import Counted, Frame
from shared.event_log.connection import Connection, Pool
from shared.events.reporting import EventAt, SubmissionSigned
from shared.instant import microseconds, parse_instant
from shared.read_model.generation import reading

Losses = Mapping[str, Sequence[PartEvent]]
"""By column, the events that made it less."""
Causes = Mapping[str, Sequence[EventAt]]
"""Likewise, as they are frozen."""
_ReportOf = Callable[[Connection], Awaitable[Report]]


async def losses_of(
    request: Request, frame: Frame, counted: Counted, before: Submission, columns: Collection[str]
) -> Losses:
    """Of these columns, what made them less than in the submission before."""
    differences = await since(request, frame, counted.form, before)
    found: dict[str, dict[Source, PartEvent]] = defaultdict(dict)
    for cell, difference in differences.items():
        if cell.column in columns:
            for part in difference.parts:
                if part.weight < 0:
                    found[cell.column].update((event.source, event) for event in part.events)
    return {column: list(events.values()) for column, events in found.items()}


def causes_in(losses: Losses) -> Causes:
    return {
        column: [EventAt(log=event.source.log, position=event.source.position) for event in events]
        for column, events in losses.items()
    }


async def since(request: Request, frame: Frame, form: Form, before: Submission) -> Differences:
    """Of the filer's cells: from what was signed to the form."""
    signed = before.signed
    about = "since", signed.number, signed.filer, signed.campaign_id
    report = partial(signed_report, signed=signed)
    return await _between(request, frame, signed.filer, report, form, about)


async def newer(request: Request, frame: Frame, filer: str, shown: Form, form: Form) -> Differences:
    """Of the filer's cells: from a report that somebody looks at to the form."""
    about = "newer", filer, shown.key
    return await _between(request, frame, filer, partial(_report, form=shown), form, about)


async def _between(
    request: Request, frame: Frame, filer: str, earlier: _ReportOf, form: Form, about: Hashable
) -> Differences:
    scope = Scope(frame.campaign.id, (form.annex,), frozenset({filer}))
    pool: Pool = request.app.state.pool
    async with reading(pool, form.generation) as connection:
        a, b = await earlier(connection), await _report(connection, form)
        times = await read_times(connection, *spanned(a, b))
    fold = partial(explained_rows, scope, a, b, times)
    recounting: Recounting = request.app.state.recounting
    return await recounting.of_town(frame.asked, form, about, fold, most_mib=WALKED_MIB)


async def signed_report(connection: Connection, signed: SubmissionSigned) -> Report:
    """As differences take it."""
    positions = {log: frozen.position for log, frozen in signed.logs.items()}
    moment = microseconds(parse_instant(signed.occurred_until))
    taken = await read_taken(connection, positions)
    return Report(positions, moment, signed.policy, POLICIES[signed.policy], taken)


async def _report(connection: Connection, form: Form) -> Report:
    taken = await read_taken(connection, form.positions)
    return Report(form.positions, form.moment, form.policy, POLICIES[form.policy], taken)
