"""Submissions, as answers show them. Pure."""

from collections.abc import Mapping

from services.reporting.counting.columns import COLUMN
from services.reporting.filing.state import Act, Filing, Submission
from services.reporting.filing.timeliness import is_on_time, keeps_time_until
from services.reporting.forms.documents.money import shown
from shared.events.base import Event
from shared.events.reporting import (
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionWithdrawn,
)
from shared.events.signer import Signer
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.json_types import Json, JsonObject

STATES = {"signed": "已报送", "accepted": "审核通过", "withdrawn": "已撤回", "returned": "已退回，待重报"}
CORRECTED, AWAITS_REVIEW = "已被更正", "待单位负责人审核"
CONSOLIDATED, SENT_UP = "已汇总", "已上报"


def receipt(submission: Submission, filing: Filing) -> JsonObject:
    """报送成功: the number, and whether it is on time. The same for ever."""
    signed = submission.signed
    moment = write_instant(moment_at(submission.signed_at))
    return {
        "number": submission.number,
        "period": signed.period,
        "name": signed.period_name,
        "signed_at": moment,
        "on_time": on_time_of(submission, filing),
        "digest": signed.digest,
        "position": submission.position,
    }


def submission_document(submission: Submission, filing: Filing) -> JsonObject:
    """Whole, as signed, and what became of it."""
    signed: JsonObject = dict(submission.signed.payload())
    figures = {key: shown(COLUMN[key], value) for key, value in submission.signed.figures.items()}
    acts: list[Json] = [_act(act) for act in submission.acts]
    document: JsonObject = {
        **signed,
        "name": submission.signed.period_name,
        "cells": figures,
        "position": submission.position,
        "state": submission.status if submission.corrected_by is None else "corrected",
        "state_name": state_name(submission, filing),
        "acts": acts,
    }
    if (sheet := filing.holding(submission.number)) is not None:
        document["consolidated"] = sheet.number
    if submission.corrected_by is not None:
        document["corrected_by"] = submission.corrected_by
    kept = keeps_time_until(submission)
    if kept is not None:
        document["keeps_time_until"] = write_instant(moment_at(kept))
    return document


def state_name(submission: Submission, filing: Filing) -> str:
    if submission.corrected_by is not None:
        return CORRECTED
    if submission.awaits_review:
        return AWAITS_REVIEW
    sheet = filing.holding(submission.number)
    if sheet is None or not submission.stands:
        return STATES[submission.status]
    return CONSOLIDATED if sheet.sent_up is None else SENT_UP


def summary(submission: Submission, filing: Filing) -> JsonObject:
    """One line of a list."""
    signed = submission.signed
    line: dict[str, Json] = {
        **receipt(submission, filing),
        "annex": signed.annex,
        "filer": {"id": signed.filer, "name": signed.filer_name},
        "state": submission.status if submission.corrected_by is None else "corrected",
        "state_name": state_name(submission, filing),
        "signer": signer_document(signed.signer),
        "occurred_until": signed.occurred_until,
        "on_behalf": signed.on_behalf is not None,
        "warnings": len(signed.warnings),
    }
    if signed.corrects is not None:
        line["corrects"] = signed.corrects
    return line


def signer_document(signer: Signer) -> Mapping[str, Json]:
    return signer.payload()


def _act(act: Act) -> JsonObject:
    kinds: dict[type[Event], str] = {
        SubmissionReviewed: "reviewed",
        SubmissionWithdrawn: "withdrawn",
        SubmissionReturned: "returned",
        SubmissionAccepted: "accepted",
    }
    told: dict[str, Json] = {
        "act": kinds[type(act.event)],
        "by": signer_document(act.event.by),
        "at": write_instant(moment_at(act.occurred)),
    }
    if isinstance(act.event, SubmissionReturned):
        told["reason"] = act.event.reason
        if act.event.column is not None:
            told["column"] = act.event.column
    return told


def on_time_of(submission: Submission, filing: Filing) -> bool | None:
    """By the deadline that it was signed for: the campaign file may have other ones by now."""
    of_place = filing.of(*submission.place)
    until = of_place[: of_place.index(submission) + 1]
    return is_on_time(until, microseconds(parse_instant(submission.signed.deadline)))
