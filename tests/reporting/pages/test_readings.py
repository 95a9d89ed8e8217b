"""Who has switched to English reads the notice's labels in English, on every page."""

import pytest

from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.pages.filing.figures import Beside, groups_of, label_of
from services.reporting.pages.glosses import glossed
from services.reporting.pages.readings import READINGS, read
from services.reporting.pages.remarks import remarks_shown
from tests.reporting.filing.signings import periods


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("key", COLUMN)
def test_a_column_is_read_in_english_with_its_headings(key: str) -> None:
    column = COLUMN[key]
    said = [column.label, *column.path, label_of(key)]
    assert all(chinese(each) for each in said)
    assert not any(chinese(read(each, "en")) for each in said)
    assert [read(each, "zh") for each in said] == said


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_labels_in_one_line_stay_apart(annex: str) -> None:
    columns = columns_of(annex)
    assert len({read(label_of(column.key), "en") for column in columns}) == len(columns)


def test_so_are_the_groups_of_a_report() -> None:
    figures = dict.fromkeys(COLUMN, 0)
    headings = [group.heading for group in groups_of("annex-3", figures, Beside())]
    assert [read(each, "en") for each in headings] == [READINGS[each] for each in headings]


def test_periods_are_read_too() -> None:
    names = [due.name for due in periods().values()]
    assert names[0] == "第1期（截至11月30日）"
    assert read(names[0], "en") == "Period 1 (until 30 Nov)"
    assert read(names[0].partition("（")[0], "en") == "Period 1"
    assert read(names[-1], "en") == "Closing report (until 28 Feb)"
    assert not any(chinese(read(name, "en")) for name in names)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("大盛镇各科室秋冬季安全生产大排查情况汇总表", "summary of all departments"),
        ("大盛镇各村（社区）秋冬季安全生产大排查情况汇总表", "summary of all villages and communities"),
        ("大盛镇明月村秋冬季安全生产大排查情况汇总表", "summary of 明月村"),
        ("注：每月14日、30日18:00前报表。", "by 18:00 on the 14th and the 30th"),
        ("整改率：隐患 65.0%，其中重大隐患 52.4%。", "65.0% of all hazards, 52.4% of major ones"),
    ],
)
def test_titles_and_notes_stay_and_have_a_gloss_beside_them(said: str, told: str) -> None:
    assert told in glossed(said, "en")
    assert glossed(said, "zh") == ""
    assert glossed("明月村", "en") == ""


def test_labels_and_days_of_what_is_behind_a_cell_are_read() -> None:
    assert read("2024年12月5日", "en") == "5 Dec 2024"
    assert read("严重程度", "en") == "Severity"


def test_what_the_notice_does_not_say_stays() -> None:
    assert read("明月村", "en") == "明月村"


def test_a_remark_in_english_names_columns_by_their_labels() -> None:
    zh = "工作组所做的不计入任何科室。"
    en = "By working groups; distinct total alone: hazards_found 28, inspected 11, inspected_by_leader 4."
    warning = {"filer": None, "code": "uncredited", "level": "warning", "zh": zh, "message": f"{zh} {en}"}
    (shown,) = remarks_shown({"warnings": [warning], "rows": []}, {"hazards_found": 28})
    assert shown.en.endswith(
        "All hazards · Found 28, Inspections · Units inspected 11, Inspections · By a leader among them 4."
    )
    assert shown.zh == zh
