"""What a report on paper can say at all. Whatever is beyond it was not written by this program."""

from services.reporting.counting.columns import FILER_KINDS, columns_of
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from shared.events.text import LARGEST_INTEGER

_LONGEST_TEXT = 200
_DIGEST_LENGTH = len("sha256:") + 64
MOST_PARTS = 99


def refuse_the_impossible(report: PaperReport) -> None:
    """Raises `PaperRefused`."""
    if report.annex not in FILER_KINDS:
        _refuse("表名 the annex")
    columns = len(columns_of(report.annex))
    if any(len(row.figures) not in (0, columns) for row in report.rows):
        _refuse("栏目数 the number of columns")
    numbers = [figure for row in report.rows for figure in row.figures] + list(report.positions.values())
    if any(not 0 <= number <= LARGEST_INTEGER for number in numbers):
        _refuse("数字 a number")
    if not 1 <= report.part <= report.parts <= MOST_PARTS:
        _refuse("二维码的序号 the number of the QR code")
    if len(report.digest) != _DIGEST_LENGTH:
        _refuse("校验和 the digest")
    if not report.rows or len({row.filer for row in report.rows}) != len(report.rows):
        _refuse("行 the rows")
    if any(len(text) > _LONGEST_TEXT for text in _texts(report)):
        _refuse("文字过长 a text is too long")


def _texts(report: PaperReport) -> list[str]:
    names = [text for row in report.rows for text in (row.filer, row.name)]
    own = [report.number, report.township, report.campaign, report.filer, report.name, report.policy]
    return [*own, *names, *report.positions]


def _refuse(what: str) -> None:
    raise PaperRefused("impossible_content", what)
