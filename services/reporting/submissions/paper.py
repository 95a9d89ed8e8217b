"""A submission on paper: what its QR code says, signed together with it, and how it is printed."""

from services.reporting.counting.columns import columns_of
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.signed import Signed
from services.reporting.keys.signing import read
from services.reporting.paper.codes import codes
from services.reporting.paper.report import PaperReport, PaperRow
from shared.events.reporting import SubmissionContent

BEHALF, CORRECTION, CORRECTED = "镇安委办代报", "更正报", "已被更正"


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


def printed(submission: Submission, township: str, public_url: str) -> Signed:
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
        marks=tuple(_marks(submission)),
        remarks=tuple(remark.text for remark in signed.remarks),
        codes=codes(report, public_url, signed.key_id, lambda _: read(signed.paper_signature)),
    )


def _marks(submission: Submission) -> list[str]:
    """By the server alone: paper that was printed before does not know them."""
    marks = [BEHALF] if submission.signed.on_behalf is not None else []
    marks += [CORRECTION] if submission.signed.corrects is not None else []
    return marks + ([CORRECTED] if submission.corrected_by is not None else [])
