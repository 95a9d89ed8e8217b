"""确认报送: what was asked, counted once more, judged, and frozen under the service's key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from nats.aio.client import Client

from services.reporting.filing.due import Due, dues
from services.reporting.filing.measuring import measure
from services.reporting.filing.rights import refuse_to_sign_for, signer
from services.reporting.filing.signing import (
    LONGEST_WITH_THE_FILER,
    Signing,
    content,
    falls,
    refuse_to_sign,
)
from services.reporting.filing.state import Filing, Submission
from services.reporting.keys.introducing import SigningKeys
from services.reporting.keys.purposes import SUBMISSION
from services.reporting.paper.fitting import parts_that_fit
from services.reporting.paper.report import paper_bytes
from services.reporting.reading.moment_asked import moment_asked
from services.reporting.reading.stale import refuse_stale
from services.reporting.submissions.asking import SignAsked
from services.reporting.submissions.desk import Asked, Desk
from services.reporting.submissions.frozen import shown_warnings
from services.reporting.submissions.moved import causes_in, losses_of
from services.reporting.submissions.narrating import narrated
from services.reporting.submissions.outdated import refuse_to_leave_out
from services.reporting.submissions.paper import paper_report
from services.reporting.submissions.report import Counted, Frame, counted, frame_of
from services.reporting.submissions.stored_event import Reached, reached
from services.reporting.turns.admission import Share
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.events.reporting import Narrative, SubmissionContent, SubmissionSigned
from shared.instant import microseconds
from shared.problems import Rejected
from shared.signing import SigningKey, written

_SAID = (
    "filer", "remarks", "fall_reasons", "unchanged", "late_reason", "late_note", "on_behalf", "corrects",
    "correction_reason",
)  # fmt: skip
"""What the filer says, as it was said."""
_LAG = 60 * 1_000_000
"""So much may be recorded and not applied yet when a report is prepared, in microseconds."""


class _Moved(Exception):
    """Somebody signed in between: what the figures are measured by is another submission now."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """All that does not depend on what else is signed."""

    frame: Frame
    due: Due
    counted: Counted
    signing: Signing
    key: SigningKey
    after: int


async def sign(request: Request, share: Share, asked: Asked, body: SignAsked) -> Envelope:
    """The event that it became, the first time or before."""
    desk: Desk = request.app.state.desk
    signer(asked.account)  # a machine is refused before anything is counted
    refuse_to_sign_for(asked.account, body.filer, body.on_behalf)
    if before := await desk.before(asked):
        return before[0]
    ready = await _ready(request, share, asked, body)
    while True:
        try:
            return await _signed(request, desk, asked, ready)
        except _Moved:
            continue


async def _signed(request: Request, desk: Desk, asked: Asked, ready: _Ready) -> Envelope:
    filing = await desk.filing(asked.account.township, asked.campaign)
    before = _measure(filing, ready)
    refuse_to_sign(filing, ready.signing, before)
    await _refuse_another_paragraph(request, ready, before)
    less = falls(before, ready.signing.figures)
    losses = (
        {}
        if before is None or not less
        else await losses_of(request, ready.frame, ready.counted, before, less)
    )

    async def judge(now: Filing) -> Sequence[Event]:
        if _number(_measure(now, ready)) != _number(before):
            raise _Moved
        refuse_to_sign(now, ready.signing, before)
        made = content(now, ready.signing, before, causes_in(losses))
        parts_that_fit(paper_report(made, asked.account.township), request.app.state.public_url, ready.key.id)
        return [under(ready.key, made, asked.account.township)]

    return (await desk.record(asked, judge, ready.after))[0]


async def _refuse_another_paragraph(request: Request, ready: _Ready, before: Submission | None) -> None:
    """What is signed is what was shown: it is drafted once more."""
    signing = ready.signing
    if signing.narrative is not None:
        made = await narrated(request, ready.frame, ready.due, signing.filer, ready.counted, before)
        if made.paragraph != signing.narrative.paragraph:
            raise Rejected("figures_changed")


def _measure(filing: Filing, ready: _Ready) -> Submission | None:
    signing = ready.signing
    return measure(filing, ready.frame.campaign, ready.due, signing.filer, signing.corrects)


def _number(submission: Submission | None) -> str | None:
    return None if submission is None else submission.number


def under(key: SigningKey, made: SubmissionContent, township: str) -> SubmissionSigned:
    """The content with the service's signatures: over all of it, and over what its paper says."""
    fields = {name: getattr(made, name) for name in SubmissionContent.model_fields}
    return SubmissionSigned(
        **fields,
        key_id=key.id,
        signature=key.sign(SUBMISSION, made.payload()),
        paper_signature=written(key.private.sign(paper_bytes(paper_report(made, township)))),
    )


async def _ready(request: Request, share: Share, asked: Asked, body: SignAsked) -> _Ready:
    frame = await frame_of(request, share, asked.account, asked.campaign, body.report.named())
    refuse_stale(frame.folded)
    due = frame.due(body.period)
    until = microseconds(moment_asked("report.occurred_until", body.report.occurred_until))
    await refuse_to_leave_out(request, frame, _as_of(until, asked.now))
    form = frame.form_of(body.filer, until)
    made = await counted(request, frame, body.filer, form)
    bus: Client = request.app.state.bus
    logs = {
        log: await reached(bus, log, frame.log_ids[log], position) for log, position in form.positions.items()
    }
    keys: SigningKeys = request.app.state.signing_keys
    signing = _signing(asked, body, frame, due, made, logs)
    after = max(each.recorded for each in logs.values())
    return _Ready(frame, due, made, signing, await keys.good_at(asked.arrived), after)


def _as_of(until: int, now: int) -> int:
    """A report is signed as of all that was recorded when it was prepared, and that was not long ago."""
    return max(min(until, now) - _LAG, now - LONGEST_WITH_THE_FILER)


def _signing(
    asked: Asked, body: SignAsked, frame: Frame, due: Due, made: Counted, logs: Mapping[str, Reached]
) -> Signing:
    form, frozen = made.form, made.frozen
    said: dict[str, Any] = {name: getattr(body, name) for name in _SAID}
    return Signing(
        campaign=asked.campaign,
        annex=form.annex,
        due=due,
        periods=dues(frame.campaign),
        filer_name=made.filer_name,
        occurred_until=form.moment,
        logs={log: each.log for log, each in logs.items()},
        policy=form.policy,
        policy_hash=form.policy_hash,
        digest=made.digest,
        lineage_digest=frozen.lineage_digest,
        digest_seen=body.report.digest,
        waiting=body.report.waiting,
        figures=frozen.figures.row(form.annex, body.filer),
        warnings=shown_warnings(made.warnings),
        narrative=None if body.narrative is None else Narrative(**body.narrative.model_dump()),
        review=frame.campaign.review if body.on_behalf is None else None,
        signer=signer(asked.account),
        signed_at=asked.now,
        **said,
    )
