"""What stands in the fields of the signing page before anybody types: what was said last. Pure."""

from collections.abc import Iterator

from services.reporting.filing.timeliness import lasting
from services.reporting.pages.filing.asked_to_sign import WHOLE
from services.reporting.submissions.preparing import Prepared
from shared.events.reporting import SubmissionSigned
from shared.pages.posted import Posted


def typed_before(made: Prepared) -> Posted:
    """Of what was returned or withdrawn all of it; else the sections below the last report."""
    last = next(reversed(lasting(made.filing.of(made.due.key, made.filer))), None)
    if last is not None and last.status in ("returned", "withdrawn"):
        return Posted([*_said(last.signed), *_sections(last.signed)])
    return Posted([] if made.earlier is None else list(_sections(made.earlier.signed)))


def _said(signed: SubmissionSigned) -> Iterator[tuple[str, str]]:
    for remark in signed.remarks:
        yield WHOLE if remark.column is None else f"{WHOLE}.{remark.column}", remark.text
    for fall in signed.falls:
        yield f"fall.{fall.column}", fall.reason
    if signed.late_reason is not None:
        yield "late_reason", signed.late_reason
        yield "late_note", signed.late_note or ""


def _sections(signed: SubmissionSigned) -> Iterator[tuple[str, str]]:
    if signed.narrative is not None:
        yield "narrative", "on"
        yield "problems", signed.narrative.problems or ""
        yield "next_steps", signed.narrative.next_steps or ""
