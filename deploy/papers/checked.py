"""A report on paper, checked: who signed it, whether all of it is there, and what is printed otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deploy.papers.comparing import Difference, differences
from deploy.papers.given import Given
from services.reporting.paper.keys import PaperKey
from services.reporting.paper.payload import SignedPaper, read_payload
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from services.reporting.paper.verifying import verify, whole


@dataclass(frozen=True, slots=True)
class Checked:
    report: PaperReport
    key_id: str
    differences: Sequence[Difference]
    compared: bool
    """Whether the text of a PDF was there to be compared."""


def checked(given: Sequence[Given], keys: Mapping[str, PaperKey]) -> Checked:
    """Raises `PaperRefused`."""
    papers = _papers(code for one in given for code in one.codes)
    for paper in papers:
        verify(paper, keys)
    report = whole([paper.report for paper in papers])
    found = [difference for one in given if one.pages for difference in differences(one.pages, report)]
    return Checked(report, papers[0].key_id, found, any(one.pages for one in given))


def all_parts(codes: frozenset[str]) -> bool:
    """Whether a picture need not be looked at any longer."""
    try:
        papers = _papers(codes)
    except PaperRefused:
        return False
    return len({paper.report.part for paper in papers}) >= papers[0].report.parts


def _papers(codes: Iterable[str]) -> list[SignedPaper]:
    """Other QR codes may stand beside; when there are only others, that is said."""
    papers: list[SignedPaper] = []
    another = PaperRefused("no_code")
    for code in sorted(codes):
        try:
            papers.append(read_payload(code))
        except PaperRefused as refused:
            if refused.code != "not_a_payload":
                raise
            another = refused
    if papers:
        return papers
    raise another
