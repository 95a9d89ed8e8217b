"""A consolidated sheet as this version's code would sign it, of rows that it derived itself. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from services.reporting.consolidation.content import content, names_before, table_of
from services.reporting.consolidation.members import Members
from services.reporting.consolidation.paper import paper_report, parts_of, signed_papers
from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.deriving.parts import Part, different_parts
from services.reporting.deriving.scene import Scene
from services.reporting.filing.consolidating import Chosen, chosen
from services.reporting.filing.state import Filing
from services.reporting.keys.known import KnownKey
from services.reporting.keys.purposes import CONSOLIDATION
from services.reporting.paper.report import paper_bytes
from services.reporting.verification.findings import Finding
from services.reporting.verification.signatures import content_of, good_key, of_content, of_papers
from shared.canonical import digest
from shared.events.consolidating import ConsolidationContent, ConsolidationSigned
from shared.instant import microseconds, parse_instant
from shared.json_types import JsonObject

Counted: TypeAlias = Mapping[str, Members]
"""By number, what the rows of submissions count."""
_SIGNATURES = ("key_id", "signature")


def derived_sheet(
    scene: Scene, signed: ConsolidationSigned, filing: Filing, counted: Counted
) -> ConsolidationContent:
    """`filing`: as it was when this was signed. Raises `NotDerivable`."""
    due, campaign = scene.due, scene.campaign
    listed = campaign.filers[signed.annex]
    names = names_before(scene.town.organisations, listed, due.cutoff)
    made = chosen(filing, due, signed.annex, listed, names)
    form = scene.form_of_period(signed.annex)
    uncredited = scene.marks(form).figures.uncredited() if signed.annex == DEPARTMENTS_FORM else {}
    return content(
        table_of(form, made, _counted(made, counted), uncredited),
        filing.consolidated(due.key, signed.annex),
        signed.logs,
        signed.signer,
        microseconds(parse_instant(signed.signed_at)),
        remark=signed.remark,
        countersign=campaign.countersign,
    )


def _counted(made: Chosen, counted: Counted) -> Iterable[Members]:
    """A row that could not be derived adds nothing: it is told of where it was signed."""
    numbers = (submission.number for submission in made.reported.values())
    return [counted[number] for number in numbers if number in counted]


def sheet_parts(signed: ConsolidationSigned, derived: ConsolidationContent, township: str) -> list[Part]:
    return different_parts(_shown(signed, signed, township), _shown(derived, signed, township))


def _shown(made: ConsolidationContent, signed: ConsolidationSigned, township: str) -> JsonObject:
    told = {name: value for name, value in made.payload().items() if name not in (*_SIGNATURES, "paper")}
    return told | {"paper": _paper(made, signed, township)}


def _paper(made: ConsolidationContent, signed: ConsolidationSigned, township: str) -> str | None:
    """What its QR codes say, as one digest; None where this version can't lay it out."""
    try:
        parts = parts_of(paper_report(made, township), signed.paper)
        return f"sha256:{digest(b''.join(map(paper_bytes, parts)))}"
    except KeyError:
        return None


def signature_findings(
    signed: ConsolidationSigned, township: str, keys: Mapping[str, KnownKey]
) -> list[Finding]:
    """Of the sheet's, and of each QR code's."""
    key = good_key(keys, signed.key_id, microseconds(parse_instant(signed.signed_at)))
    found = of_content(content_of(signed), CONSOLIDATION, signed.signature, key)
    if key is not None:
        try:
            papers = list(signed_papers(signed, township))
        except (KeyError, ValueError):
            return [*found, Finding("submission", "paper")]
        found += of_papers(papers, key)
        if sum(len(paper.report.rows) for paper in papers) != len(paper_report(signed, township).rows):
            found.append(Finding("submission", "paper"))
    return found
