"""The answer about a paper: nothing that is not on it, except what became of it. Pure."""

from collections.abc import Iterator

from services.reporting.counting.columns import columns_of
from services.reporting.forms.documents.header import header_cells
from services.reporting.forms.documents.widths import broken
from services.reporting.forms.documents.wording import BEHALF, FILER, OF_ALL, UNTIL, spoken
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from services.reporting.paper.shown import document_of
from services.reporting.paper_checks.checking import ReadPaper
from services.reporting.paper_checks.verdict import Verdict, refusal
from shared.json_types import Json, JsonObject


def checked_document(
    read: ReadPaper, said: Verdict, demo_clock: str | None, *, on_behalf: bool
) -> JsonObject:
    """Of a paper whose signature holds. `on_behalf`: the safety office signed it for the filer."""
    return _said(said, valid=True) | {
        "key": read.key_id,
        "report": _report(read, demo_clock, on_behalf=on_behalf),
    }


def refused_document(refused: PaperRefused) -> JsonObject:
    """Nothing of what it claims is repeated."""
    reason: JsonObject = {"code": refused.code, "zh": refused.zh, "en": refused.en}
    return _said(refusal(refused), valid=False) | {"reason": reason}


def _said(said: Verdict, *, valid: bool) -> JsonObject:
    return {"valid": valid, "verdict": said.kind, "zh": said.zh, "en": said.en}


def _report(read: ReadPaper, demo_clock: str | None, *, on_behalf: bool) -> JsonObject:
    report, missing = read.joined.report, read.joined.missing
    details: list[Json] = [{"label": label, "text": text} for label, text in _details(report, demo_clock)]
    if on_behalf:
        details.insert(2, {"label": "标注", "text": BEHALF})
    form = {name: part for name, part in document_of(report).items() if name != "warnings"}
    return form | {
        "number": report.number,
        "township": report.township,
        "filer": report.filer,
        "name": report.name,
        "signed_at": report.signed_at,
        "parts": read.joined.parts,
        "missing": list(missing),
        "details": details,
        "header": _header(report.annex),
    }


def _details(report: PaperReport, demo_clock: str | None) -> Iterator[tuple[str, str]]:
    """In the words of the paper's footer, so that both can be laid side by side."""
    yield "回执号", report.number
    yield FILER, report.rows[0].name if report.filer else OF_ALL[report.annex]
    yield "报表", report.name
    yield UNTIL, spoken(report.occurred_until)
    yield "签报时间", spoken(report.signed_at)
    yield "口径", report.policy
    yield "日志位置", "、".join(f"{log} {position}" for log, position in sorted(report.positions.items()))
    yield "校验和", report.digest
    if demo_clock is not None:
        yield "演示时钟", f"{demo_clock}，非正式数据"


def _header(annex: str) -> list[Json]:
    """With the filer's column before the others."""
    columns = [{"label": column.label, "path": column.path} for column in columns_of(annex)]
    return [
        {
            "text": broken(cell.text),
            "row": cell.first_row,
            "rows": cell.last_row - cell.first_row + 1,
            "column": cell.first_column,
            "columns": cell.last_column - cell.first_column + 1,
        }
        for cell in header_cells([{"label": FILER, "path": ()}, *columns])
    ]
