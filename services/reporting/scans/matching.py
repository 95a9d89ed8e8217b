"""Which submission or sheet a scan is of: its codes say it, and have to be the very ones printed."""

from collections.abc import Iterable, Iterator

from services.reporting.consolidation.paper import signed_papers
from services.reporting.filing.state import Filing
from services.reporting.paper.payload import SignedPaper, read_payload
from services.reporting.paper.refused import PaperRefused
from services.reporting.submissions.paper import paper_report
from shared.problems import Rejected
from shared.signing import read


def number_on(codes: Iterable[str], filing: Filing, township: str, campaign: str) -> str:
    """Raises `scan_without_code`, `scan_not_genuine`, or `scan_of_several`."""
    papers = list(_papers(codes))
    if not papers:
        raise Rejected("scan_without_code")
    for paper in papers:
        report = paper.report
        if (report.township, report.campaign) != (township, campaign):
            raise Rejected("scan_not_genuine", detail="不属于本镇本次行动 of another town or campaign")
        if paper not in printed_papers(filing, report.number, township):
            raise Rejected("scan_not_genuine", detail="与报送原件不一致 not what was signed")
    numbers = {paper.report.number for paper in papers}
    if len(numbers) > 1:
        raise Rejected("scan_of_several", numbers="、".join(sorted(numbers)))
    return numbers.pop()


def printed_papers(filing: Filing, number: str, township: str) -> list[SignedPaper]:
    """All that the codes of that number have ever said; none where nothing was signed under it."""
    if (submission := filing.submissions.get(number)) is not None:
        signed = submission.signed
        return [SignedPaper(paper_report(signed, township), signed.key_id, read(signed.paper_signature))]
    if (sheet := filing.consolidations.get(number)) is not None:
        return list(signed_papers(sheet.signed, township))
    return []


def _papers(codes: Iterable[str]) -> Iterator[SignedPaper]:
    """Other codes may stand beside."""
    for code in codes:
        try:
            yield read_payload(code)
        except PaperRefused as refused:
            if refused.code != "not_a_payload":
                raise Rejected("scan_not_genuine", detail=f"{refused.zh} {refused.en}") from None
