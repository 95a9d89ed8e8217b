"""Which reports are looked at: each campaign's of now, and what was signed in it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.policy import POLICIES
from services.reporting.differences.frame import Cell
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects
from services.reporting.filing.state import Filing, Submission
from services.reporting.moved.standing_in import standing_in
from services.reporting.subjects.campaign import Campaign
from services.reporting.turns.giving_up import until
from services.reporting.what_if.supposed import Supposed
from shared.events.reporting import SubmissionSigned
from shared.instant import microseconds, parse_instant

MOST_SIGNED = 400
"""Of one campaign the newest: one for each filer and deadline, twice over."""


@dataclass(frozen=True, slots=True)
class OfCampaign:
    """What is looked at."""

    campaign: Campaign
    filing: Filing
    """What was signed in it, and what became of that."""
    now: Report
    log_ids: Mapping[str, str | None]
    only: frozenset[str] | None
    """The filers whose cells may be seen; None for all."""


@dataclass(frozen=True, slots=True)
class MovedReports:
    """What was found: cells of now, and of each submission those of its row."""

    campaign: Campaign
    filing: Filing
    now: Mapping[Cell, int]
    signed: Sequence[tuple[Submission, Mapping[Cell, int]]]


def moved_reports(subjects: Subjects, supposed: Supposed, asked: OfCampaign, given_up: Event) -> MovedReports:
    """Raises `GivenUp` soon after that is set."""
    scope = Scope(asked.campaign.id, tuple(FILER_KINDS), asked.only)
    known: dict[tuple[object, ...], Mapping[Cell, int]] = {}

    def cells(report: Report) -> Mapping[Cell, int]:
        key = (*sorted(report.positions.items()), report.moment, report.version)
        if key not in known:
            known[key] = standing_in(scope, subjects, report, supposed)
        return known[key]

    signed: list[tuple[Submission, Mapping[Cell, int]]] = []
    for submission in until(given_up, _seen(asked)):
        of_row = {
            cell: weight
            for cell, weight in cells(_report(submission.signed)).items()
            if cell.filer == submission.signed.filer
        }
        if of_row:
            signed.append((submission, of_row))
    return MovedReports(asked.campaign, asked.filing, cells(asked.now), signed)


def _seen(asked: OfCampaign) -> Iterator[Submission]:
    """Those that can be counted as they were: over these logs, and under a policy that means the same."""
    for submission in list(asked.filing.submissions.values())[-MOST_SIGNED:]:
        signed = submission.signed
        policy = POLICIES.get(signed.policy)
        over_these = all(
            frozen.log_id == asked.log_ids[log] for log, frozen in signed.logs.items() if frozen.position
        )
        seen = asked.only is None or signed.filer in asked.only
        if seen and over_these and policy is not None and policy.content_hash() == signed.policy_hash:
            yield submission


def _report(signed: SubmissionSigned) -> Report:
    """Without when its last event was recorded, which is for causes alone."""
    positions = {log: frozen.position for log, frozen in signed.logs.items()}
    moment = microseconds(parse_instant(signed.occurred_until))
    return Report(positions, moment, signed.policy, POLICIES[signed.policy], taken=0)
