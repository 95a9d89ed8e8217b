"""A submission as this version's code would sign it, as of what was frozen then. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.consolidation.members import Members, members_in
from services.reporting.counting.filing import annex_filed_by
from services.reporting.deriving.not_derivable import NotDerivable
from services.reporting.deriving.parts import Part, different_parts
from services.reporting.deriving.scene import Scene
from services.reporting.filing.due import dues
from services.reporting.filing.measuring import measure
from services.reporting.filing.signing import Signing, content, falls
from services.reporting.filing.state import Filing, Submission
from services.reporting.keys.known import KnownKey
from services.reporting.keys.purposes import SUBMISSION
from services.reporting.paper.payload import SignedPaper
from services.reporting.paper.report import paper_bytes
from services.reporting.submissions.paper import paper_report
from services.reporting.verification.counted_anew import RowAnew, row_anew
from services.reporting.verification.findings import Finding
from services.reporting.verification.signatures import content_of, good_key, of_content, of_papers
from shared.canonical import digest
from shared.events.reporting import SubmissionContent, SubmissionSigned
from shared.instant import microseconds, parse_instant
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.signing import read

_SIGNATURES = ("key_id", "signature", "paper_signature")
_SAID = (
    "remarks", "waiting", "late_reason", "late_note", "on_behalf", "corrects", "correction_reason",
    "narrative", "signer",
)  # fmt: skip
"""By people, or seen on a screen: it follows from no log."""


@dataclass(frozen=True, slots=True)
class DerivedSubmission:
    content: SubmissionContent
    """Without falls: their reasons were given by people."""
    falls: Mapping[str, int]
    members: Members
    """What its row counts."""


def derived_submission(scene: Scene, signed: SubmissionSigned, filing: Filing) -> DerivedSubmission:
    """`filing`: as it was when this was signed. Raises `NotDerivable`."""
    known = scene.town.organisations.get(signed.filer)
    annex = annex_filed_by(None if known is None else known.kind)
    if known is None or annex is None:
        raise NotDerivable("filer")
    form = scene.form(annex)
    marks = scene.marks(form)
    row = row_anew(signed.filer, form, marks)
    if row is None:
        raise NotDerivable("row")
    before = _before(scene, signed, filing)
    same = before is not None and before.signed.figures == dict(row.figures)
    signing = _signing(scene, signed, annex, known.name_before(form.moment), row, unchanged=same)
    return DerivedSubmission(
        content(filing, signing, None, {}),
        falls(before, row.figures),
        members_in(annex, marks.of(signed.filer)),
    )


def _before(scene: Scene, signed: SubmissionSigned, filing: Filing) -> Submission | None:
    try:
        return measure(filing, scene.campaign, scene.due, signed.filer, signed.corrects)
    except Rejected:
        raise NotDerivable("corrected") from None


def _signing(
    scene: Scene, signed: SubmissionSigned, annex: str, name: str, row: RowAnew, *, unchanged: bool
) -> Signing:
    form = scene.form(annex)
    return Signing(
        campaign=signed.campaign_id,
        annex=annex,
        due=scene.due,
        periods=dues(scene.campaign),
        filer=signed.filer,
        filer_name=name,
        occurred_until=form.moment,
        logs=signed.logs,
        policy=form.policy,
        policy_hash=form.policy_hash,
        digest=row.digest,
        lineage_digest=row.lineage_digest,
        digest_seen=signed.digest,
        figures=row.figures,
        warnings=row.warnings,
        fall_reasons={},
        unchanged=unchanged,
        review=scene.campaign.review if signed.on_behalf is None else None,
        signed_at=microseconds(parse_instant(signed.signed_at)),
        **{name: getattr(signed, name) for name in _SAID},
    )


def submission_parts(signed: SubmissionSigned, derived: DerivedSubmission, township: str) -> list[Part]:
    return different_parts(
        _shown(signed, {fall.column: fall.by for fall in signed.falls}, township),
        _shown(derived.content, derived.falls, township),
    )


def _shown(made: SubmissionContent, less: Mapping[str, int], township: str) -> JsonObject:
    told = {name: value for name, value in made.payload().items() if name not in (*_SIGNATURES, "falls")}
    return told | {"falls": dict(less), "paper": _paper(made, township)}


def _paper(made: SubmissionContent, township: str) -> str | None:
    """What its QR code says, as one digest; None where this version can't lay it out."""
    try:
        return f"sha256:{digest(paper_bytes(paper_report(made, township)))}"
    except KeyError:
        return None


def signature_findings(
    signed: SubmissionSigned, township: str, keys: Mapping[str, KnownKey]
) -> list[Finding]:
    """Of both of its signatures."""
    key = good_key(keys, signed.key_id, microseconds(parse_instant(signed.signed_at)))
    found = of_content(content_of(signed), SUBMISSION, signed.signature, key)
    if key is not None:
        try:
            report, signature = paper_report(signed, township), read(signed.paper_signature)
            found += of_papers([SignedPaper(report, signed.key_id, signature)], key)
        except (KeyError, ValueError):
            found.append(Finding("submission", "paper"))
    return found
