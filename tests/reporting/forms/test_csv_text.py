"""CSV that office programs open as it is meant, and run nothing of."""

import csv
from io import StringIO

import pytest

from services.reporting.forms.documents.csv_text import CsvCell, CsvTable, csv_bytes


def lines(*rows: list[CsvCell]) -> list[list[str]]:
    content = csv_bytes(CsvTable(["名称", "数"], rows))
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_rfc_4180_with_a_byte_order_mark() -> None:
    table = CsvTable(["名称"], [['甲"科"'], ["a,b"], ["两\r\n行"]])
    assert csv_bytes(table) == '\ufeff名称\r\n"甲""科"""\r\n"a,b"\r\n"两\r\n行"\r\n'.encode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＠a"]
)
def test_a_formula_stays_text(text: str) -> None:
    assert lines([text, 1])[1] == [f"'{text}", "1"]


def test_figures_and_what_is_missing() -> None:
    assert lines(["甲科-一", 12], ["1.2000", None])[1:] == [["甲科-一", "12"], ["1.2000", "—"]]
