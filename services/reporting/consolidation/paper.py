"""A consolidated sheet on paper: what its QR codes say, signed part by part when the sheet is signed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from services.reporting.counting.columns import columns_of
from services.reporting.paper.fitting import parts_that_fit
from services.reporting.paper.payload import SignedPaper, address, payload
from services.reporting.paper.report import PaperReport, PaperRow, paper_bytes
from shared.events.consolidating import ConsolidationContent, ConsolidationSigned, PaperPart
from shared.signing import read, written


def paper_report(signed: ConsolidationContent, township: str) -> PaperReport:
    """From what was signed alone, so that it is the same for ever."""
    keys = [column.key for column in columns_of(signed.annex)]
    rows = [
        PaperRow(row.filer, row.filer_name, tuple((row.figures or {})[key] for key in keys if row.figures))
        for row in signed.rows
    ]
    totals = (
        PaperRow("total:sum", "合计", tuple(signed.sum[key] for key in keys)),
        PaperRow("total:distinct", "去重合计", tuple(signed.distinct[key] for key in keys)),
    )
    return PaperReport(
        number=signed.number,
        township=township,
        campaign=signed.campaign_id,
        annex=signed.annex,
        filer="",
        name=signed.period_name,
        occurred_until=signed.occurred_until,
        signed_at=signed.signed_at,
        positions={log: frozen.position for log, frozen in signed.logs.items()},
        policy=signed.policy,
        rows=(*rows, *totals),
        digest=signed.digest,
    )


def signed_parts(
    content: ConsolidationContent, township: str, public_url: str, key_id: str, sign: Callable[[bytes], bytes]
) -> list[PaperPart]:
    """Raises `does_not_fit`."""
    parts = parts_that_fit(paper_report(content, township), public_url, key_id)
    return [PaperPart(rows=len(part.rows), signature=written(sign(paper_bytes(part)))) for part in parts]


def codes_of(signed: ConsolidationSigned, township: str, public_url: str) -> tuple[str, ...]:
    """What stands in its QR codes, in order."""
    return tuple(
        address(public_url, payload(each.report, each.key_id, each.signature))
        for each in signed_papers(signed, township)
    )


def signed_papers(signed: ConsolidationSigned, township: str) -> Iterator[SignedPaper]:
    """What each of them says, with its signature."""
    parts = parts_of(paper_report(signed, township), signed.paper)
    for part, said in zip(parts, signed.paper, strict=True):
        yield SignedPaper(part, signed.key_id, read(said.signature))


def parts_of(report: PaperReport, signed: Sequence[PaperPart]) -> Iterator[PaperReport]:
    """As they were signed: what each QR code says."""
    begin = 0
    for number, part in enumerate(signed, 1):
        rows = report.rows[begin : begin + part.rows]
        yield replace(report, rows=rows, part=number, parts=len(signed))
        begin += part.rows
