"""Reading tables: what offices save, and what is of no use with a sentence that says what to do."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from deploy.embedded.accounts.table import HEADINGS, MOST_BYTES, MOST_ROWS, read_table
from deploy.embedded.refusal import Refusal
from tests.deploy.accounts.tables import csv_file, person, xlsx

ROW = person("zhang@d", "演示甲", 起="2024-11-15", 止="2024-12-31", AB岗="B")
READ = dict(zip(HEADINGS, ROW, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_whatever_made_it(tmp_path: Path, encoding: str) -> None:
    assert read_table(csv_file(tmp_path / "a.csv", ROW, encoding=encoding)) == [(2, READ)]


def test_a_spreadsheet(tmp_path: Path) -> None:
    assert read_table(xlsx(tmp_path / "A.XLSX", ROW)) == [(2, READ)]


def test_days_and_numbers_are_read_as_they_are_seen(tmp_path: Path) -> None:
    row = ["a@d", 7, None, "领导", None, date(2024, 11, 15), datetime(2024, 12, 31, 18, 0)]  # noqa: DTZ001
    ((_, cells),) = read_table(xlsx(tmp_path / "a.xlsx", row))
    assert (cells["姓名"], cells["起"], cells["止"]) == ("7", "2024-11-15", "2024-12-31 18:00:00")


def test_a_title_empty_rows_and_marked_headings(tmp_path: Path) -> None:
    rows = [
        ["账 号*", " 姓名 ", "角色\n", None],
        [None] * 4,
        ["a@d", "演示甲", "领导"],
        ["", " "],
        ["b@d", "演示乙", "领导"],
    ]
    file = xlsx(tmp_path / "a.xlsx", *rows, headings=["大盛镇账号登记表"])
    assert [(row.number, row.cells["账号"]) for row in read_table(file)] == [(4, "a@d"), (6, "b@d")]
    assert read_table(file)[0].cells["单位"] == ""


def test_rows_are_counted_as_the_spreadsheet_does(tmp_path: Path) -> None:
    """Also where the first rows are empty, and where a cell holds a line break."""
    file = xlsx(tmp_path / "a.xlsx", ROW, headings=HEADINGS)
    book = openpyxl.load_workbook(file)
    book.active.insert_rows(1, 3)
    book.save(file)
    assert [row.number for row in read_table(file)] == [5]
    broken = person("a@d", "演\n示")
    assert [row.number for row in read_table(csv_file(tmp_path / "a.csv", broken, ROW))] == [2, 3]


def test_a_hidden_or_an_empty_sheet_is_not_looked_at(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", ROW, sheets=["a", "b"])
    book = openpyxl.load_workbook(file)
    book["b"].sheet_state = "hidden"
    book.create_sheet("c")
    book.save(file)
    assert read_table(file) == [(2, READ)]


def refusal(file: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_table(file)
    return refused.value


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "文件是空的"),
        ("a.csv", b" \r\n\r\n", "文件是空的"),
        ("a.xlsx", b"", "文件是空的"),
        ("a.csv", "账号,姓名,角色".encode("utf-16"), "另存为 UTF-8"),
        ("a.csv", "账号,姓名,角色".encode() + b"\xff\xff", "既不是 UTF-8 也不是 GB18030"),
        ("a.csv", "帳號,姓名,角色".encode("big5"), "请另存为 UTF-8"),
        ("a.csv", '账号,姓名,角色\n"a@d,演示'.encode(), "引号不成对"),
        ("a.csv", "账号;姓名;角色\na@d;演示;领导".encode(), "没有表头“账号”"),
        ("a.csv", "账号,角色\na@d,领导".encode(), "缺少列：姓名"),
        ("a.csv", "账号,姓名,姓名,角色\na@d,演示,演示,领导".encode(), "表头重复：姓名"),
        ("a.csv", "账号,姓名,角色,手机号\na@d,演示,领导,1".encode(), "没有这些列：手机号"),
        ("a.csv", "账号,姓名,角色\na@d,演示,领导,13800000000".encode(), "第 2 行：有内容不在任何表头之下"),
        ("a.csv", "账号,姓名,,角色\na@d,演示,x,领导".encode(), "第 2 行：有内容不在任何表头之下"),
        ("a.csv", "账号,姓名,角色\n,,\n".encode(), "表头下没有内容"),
        ("a.xlsx", "账号,姓名,角色".encode(), "不是可读取的 .xlsx"),
        ("a.xlsx", b"PK\x03\x04 cut off", "不是可读取的 .xlsx"),
        ("a.xls", b"x", "只接受 .xlsx 或 .csv"),
    ],
)  # fmt: skip
def test_a_file_of_no_use(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in refusal(tmp_path / name).zh


def test_two_sheets(tmp_path: Path) -> None:
    assert "多个工作表" in refusal(xlsx(tmp_path / "a.xlsx", ROW, sheets=["a", "b"])).zh


def test_too_much_of_it(tmp_path: Path) -> None:
    many = [person("a@d")] * (MOST_ROWS + 1)
    assert f"超过 {MOST_ROWS} 行" in refusal(csv_file(tmp_path / "a.csv", *many)).zh
    assert f"超过 {MOST_ROWS} 行" in refusal(xlsx(tmp_path / "a.xlsx", *many)).zh
    (tmp_path / "b.csv").write_bytes(b"a" * (MOST_BYTES + 1))
    assert "超过 8 MB" in refusal(tmp_path / "b.csv").zh


def test_no_file_is_wrong_usage(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").usage
    assert not refusal(csv_file(tmp_path / "a.csv")).usage
