"""A submission on paper: what its QR code says, signed together with it, and how it is printed."""

from services.reporting.counting.columns import columns_of
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.document import document_of_row
from services.reporting.forms.documents.sheet import Sheet, sheet
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.documents.wording import BEHALF
from services.reporting.paper.codes import codes
from services.reporting.paper.report import PaperReport, PaperRow
from services.reporting.reading.asked_form import Form
from shared.events.reporting import SubmissionContent
from shared.json_types import Json, JsonObject
from shared.signing import read

_NOTHING: JsonObject = {}
CORRECTION, CORRECTED = "更正报", "已被更正"


def paper_report(signed: SubmissionContent, township: str) -> PaperReport:
    """From what was signed alone, so that it is the same for ever."""
    figures = tuple(signed.figures[column.key] for column in columns_of(signed.annex))
    return PaperReport(
        number=signed.number,
        township=township,
        campaign=signed.campaign_id,
        annex=signed.annex,
        filer=signed.filer,
        name=signed.period_name,
        occurred_until=signed.occurred_until,
        signed_at=signed.signed_at,
        positions={log: frozen.position for log, frozen in signed.logs.items()},
        policy=signed.policy,
        rows=(PaperRow(signed.filer, signed.filer_name, figures),),
        digest=signed.digest,
    )


def submission_sheet(
    form: Form,
    submission: Submission,
    township: str,
    public_url: str,
    demo_clock: str | None,
    *,
    telephone: str = "",
    signature_line: bool = False,
    told: bool = True,
    beside: JsonObject = _NOTHING,
) -> Sheet:
    """`form`: as it was signed. `told`: with what became of it since; without, as it was first written.
    `beside`: what stands beside the row, and is no part of what was signed."""
    signed = submission.signed
    filer: JsonObject = {"id": signed.filer, "name": signed.filer_name}
    warnings: list[Json] = [{"filer": signed.filer, **warning.payload()} for warning in signed.warnings]
    document = document_of_row(form, filer, signed.figures, signed.digest, beside) | {"warnings": warnings}
    return sheet(
        document,
        signed=printed(submission, township, public_url, told=told),
        telephone=telephone,
        signature_line=signature_line,
        demo_clock=demo_clock,
    )


def printed(submission: Submission, township: str, public_url: str, *, told: bool = True) -> Signed:
    """What is printed of the signature, its code in it."""
    signed = submission.signed
    report = paper_report(signed, township)
    return Signed(
        number=signed.number,
        report=signed.period_name,
        filer=signed.filer_name,
        signer=signed.signer.name,
        office=signed.signer.office or "",
        signed_at=signed.signed_at,
        digest=signed.digest,
        marks=tuple(_marks(submission, told=told)),
        remarks=tuple(remark.text for remark in signed.remarks),
        codes=codes(report, public_url, signed.key_id, lambda _: read(signed.paper_signature)),
    )


def _marks(submission: Submission, *, told: bool) -> list[str]:
    """By the server alone: paper that was printed before does not know them."""
    marks = [BEHALF] if submission.signed.on_behalf is not None else []
    marks += [CORRECTION] if submission.signed.corrects is not None else []
    return marks + ([CORRECTED] if told and submission.corrected_by is not None else [])
