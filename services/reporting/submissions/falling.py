"""Why cumulative figures are below those last signed: the events behind it, as differences explain them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from threading import Event

from asyncpg import Record
from fastapi import Request

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.explaining import explained
from services.reporting.differences.recorded_times import RecordedTimes, read_taken, read_times
from services.reporting.differences.report import Report, spanned
from services.reporting.differences.scope import Scope
from services.reporting.filing.state import Submission
from services.reporting.reading.asked_form import Form
from services.reporting.reading.recount_queue import WALKED_MIB, Recounting
from services.reporting.submissions.report import Counted, Frame
from services.reporting.turns.giving_up import until
from shared.event_log.connection import Pool
from shared.events.reporting import CAUSES, EventAt
from shared.instant import microseconds, parse_instant
from shared.read_model.entry import decode

Causes = Mapping[str, Sequence[EventAt]]
"""By column."""


async def causes_of(
    request: Request, frame: Frame, counted: Counted, before: Submission, columns: Collection[str]
) -> Causes:
    """Of these columns, what made them less than in the submission before."""
    signed = before.signed
    scope = Scope(frame.campaign.id, (counted.form.annex,), frozenset({signed.filer}))
    pool: Pool = request.app.state.pool
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        was = {log: frozen.position for log, frozen in signed.logs.items()}
        moment = microseconds(parse_instant(signed.occurred_until))
        a = Report(was, moment, signed.policy, POLICIES[signed.policy], await read_taken(connection, was))
        now, form = counted.form.positions, counted.form
        taken = await read_taken(connection, now)
        b = Report(now, form.moment, form.policy, POLICIES[form.policy], taken)
        times = await read_times(connection, *spanned(a, b))
    fold = partial(_causes, scope, a, b, times, frozenset(columns))
    recounting: Recounting = request.app.state.recounting
    about = "falls", signed.number, signed.filer, signed.campaign_id
    return await recounting.of_town(frame.asked, counted.form, about, fold, most_mib=WALKED_MIB)


def _causes(
    scope: Scope,
    a: Report,
    b: Report,
    times: RecordedTimes,
    columns: frozenset[str],
    records: Iterable[Record],
    _: Form,
    given_up: Event,
) -> Causes:
    subjects = {(kind, subject): decode(entries) for kind, subject, entries in until(given_up, records)}
    differences = explained(scope, subjects, times.at, a, b, partial(until, given_up))
    found: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
    for cell, difference in differences.items():
        if cell.column in columns:
            for part in difference.parts:
                if part.weight < 0:
                    found[cell.column].update(dict.fromkeys(event.source for event in part.events))
    return {
        column: [EventAt(log=log, position=position) for log, position in list(sources)[:CAUSES]]
        for column, sources in found.items()
    }
