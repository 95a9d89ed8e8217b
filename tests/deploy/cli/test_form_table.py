"""A form in the terminal: all columns, headings over their groups, totals, warnings, at any width."""

from pathlib import Path

from rich.console import Console

from deploy.cli.form_headings import headings
from deploy.cli.form_table import _print, print_form
from services.reporting.counting.columns import columns_of
from tests.reporting.forms.documents import document

COLUMNS = [{"label": one.label, "path": list(one.path)} for one in columns_of("annex-3")]


def test_headings_stand_over_the_first_column_of_their_group() -> None:
    shown = [heading.replace("\n", "") for heading in headings(COLUMNS)]
    assert shown[0] == "基础工作监管单位（家）"
    assert shown[1:3] == ["分级监管红色单位（家）", "橙色单位（家）"]
    assert shown[7:9] == ["隐患排查整治情况隐患总数排查（条）", "已整改（条）"]
    assert shown[13] == "执法处罚（家）"


def test_every_level_stands_on_the_same_lines_everywhere() -> None:
    assert len({heading.count("\n") for heading in headings(COLUMNS)}) == 1


def test_whole_form_in_a_file(tmp_path: Path) -> None:
    answer = document("annex-4", ["明月村", "[bold]"])
    answer["warnings"] = [{"filer": "f-0", "code": "ungraded_units", "message": "3 家尚未分级。"}]
    print_form(answer, tmp_path / "form.txt")
    text = (tmp_path / "form.txt").read_text("utf-8")
    assert text.startswith("大盛镇各村（社区）秋冬季安全生产大排查情况汇总表\n")
    assert "│[bold]" in text
    assert "简单合计" in text
    assert "去重合计" in text
    assert "! f-0: 3 家尚未分级。" in text
    assert "sha256:" in text


def test_it_says_as_recorded_until_when(tmp_path: Path) -> None:
    answer = document("annex-3", ["甲"]) | {"recorded_until": "2025-01-15T01:30:00.000000Z"}
    print_form(answer, tmp_path / "form.txt")
    assert "按 2025-01-15 09:30:00 之前的记录" in (tmp_path / "form.txt").read_text("utf-8")


def test_it_says_what_was_signed(tmp_path: Path) -> None:
    print_form(document("annex-3", ["甲"]) | {"submission": "3-d-a-1"}, tmp_path / "form.txt")
    assert "回执号 3-d-a-1" in (tmp_path / "form.txt").read_text("utf-8")


def test_a_narrow_terminal_gets_several_tables_none_of_them_cut(tmp_path: Path) -> None:
    path = tmp_path / "narrow.txt"
    with path.open("w", encoding="utf-8") as file:
        _print(document("annex-3", ["产业服务中心"]), Console(file=file, width=80))
    text = path.read_text("utf-8")
    assert text.count("填报单位") > 1
    assert "…" not in text
    assert all(str(figure) in text for figure in range(100, 113))
