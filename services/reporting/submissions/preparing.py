"""The report that is opened already filled: nothing is recorded by looking at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from services.reporting.filing.due import Due
from services.reporting.filing.measuring import last_before, measure
from services.reporting.filing.signing import falls
from services.reporting.filing.state import Filing, Submission
from services.reporting.filing.timeliness import would_be_on_time
from services.reporting.forms.documents.changes import with_changes
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.document import summary
from services.reporting.submissions.moved import Losses, causes_in, losses_of
from services.reporting.submissions.report import Counted, Frame, counted, frame_of
from services.reporting.submissions.signed_submissions import before_of
from services.reporting.submissions.waiting import waiting_of
from services.reporting.turns.admission import Share
from shared.events.reporting import CAUSES
from shared.facts.account import Account
from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Prepared:
    frame: Frame
    due: Due
    filer: str
    counted: Counted
    filing: Filing
    before: Submission | None
    """What the figures are measured by."""
    losses: Losses
    """What made figures less than those."""
    waiting: int | None
    """None where it is not known."""
    earlier: Submission | None
    """The last one signed of an earlier period, for a correction too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The report as somebody has it before him."""

    occurred_until: int
    positions: Mapping[str, int]


async def prepare(
    request: Request,
    share: Share,
    account: Account,
    campaign: str,
    period: str,
    filer: str,
    corrects: str | None,
    seen: Seen | None = None,
) -> Prepared:
    """As of now, or once more as it was `seen`."""
    desk: Desk = request.app.state.desk
    frame = await frame_of(request, share, account, campaign, {} if seen is None else seen.positions)
    due = frame.due(period)
    now = desk.now()
    if now < due.opens:
        raise Rejected("period_not_open", period=due.name, time=write_instant(moment_at(due.opens)))
    form = frame.form_of(filer, min(now, due.cutoff) if seen is None else seen.occurred_until)
    made = await counted(request, frame, filer, form)
    filing = await desk.filing(account.township, campaign)
    before = measure(filing, frame.campaign, due, filer, corrects)
    less = falls(before, made.frozen.figures.row(form.annex, filer))
    losses = await losses_of(request, frame, made, before, less) if before is not None and less else {}
    waiting = await waiting_of(request.app.state.bus, account.township, filer)
    earlier = last_before(filing, frame.campaign, due, filer)
    return Prepared(frame, due, filer, made, filing, before, losses, waiting, earlier)


def prepared_document(prepared: Prepared, now: int, *, changes: bool) -> JsonObject:
    due, filer, figures = prepared.due, prepared.filer, prepared.counted.frozen.figures
    row = figures.row(prepared.counted.form.annex, filer)
    standing = prepared.filing.standing(due.key, filer)
    before, causes = prepared.before, causes_in(prepared.losses)
    report = prepared.counted.shown
    if changes:
        earlier = before_of(prepared.earlier)
        report = with_changes(report, lambda _: row, {} if earlier is None else {filer: earlier})
    fallen: list[Json] = [
        {
            "column": column,
            "by": by,
            "events": [dict(event.payload()) for event in causes.get(column, ())[:CAUSES]],
        }
        for column, by in falls(before, row).items()
    ]
    return {
        "period": due_document(due),
        "filer": filer,
        "late": not would_be_on_time(prepared.filing.of(due.key, filer), due.deadline, now),
        "report": report,
        "waiting": prepared.waiting,
        "before": None if before is None else {"number": before.number, "cells": dict(before.signed.figures)},
        "falls": fallen,
        "unchanged": before is not None and before.signed.figures == row,
        "standing": None if standing is None else summary(standing, prepared.filing),
    }


def due_document(due: Due) -> JsonObject:
    return {
        "key": due.key,
        "name": due.name,
        "opens": write_instant(moment_at(due.opens)),
        "deadline": write_instant(moment_at(due.deadline)),
        "cutoff": write_instant(moment_at(due.cutoff)),
    }
