"""Who has switched to English reads the notice's labels in English, on every page."""

import pytest

from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.pages.filing.figures import Beside, groups_of, label_of
from services.reporting.pages.readings import READINGS, read
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


def test_what_the_notice_does_not_say_stays() -> None:
    assert read("明月村", "en") == "明月村"
