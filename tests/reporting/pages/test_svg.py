"""Charts as they are drawn: whole, by themselves, and the same again."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from services.reporting.pages.pictures.picture import (
    Bar,
    Bars,
    Chart,
    Columns,
    Lines,
    Linked,
    Picture,
    summary,
)
from services.reporting.pages.pictures.svg import NARROW, WIDE, height_of, svg

LINES = Lines(
    ("11月30日", "12月14日", "至今"),
    (("排查（条）", (3, 5, 9)), ("已整改（条）", (1, None, 4)), ("未整改（条）", (2, 2, 5))),
    percent=False,
)
BARS = Bars((Bar("东村", "50.0%（1/2）", Decimal("50.0")), Bar("西村", "—", None)), percent=True)
COLUMNS = Columns((Bar("7天及以内", "0", 0), Bar("60天以上", "0", 0)), percent=False)


@pytest.mark.parametrize("chart", [LINES, BARS, COLUMNS])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_but_shapes_and_texts(chart: Chart, width: int) -> None:
    drawn = svg(chart, width)
    assert drawn == svg(chart, width)
    root = ET.fromstring(drawn)  # our own
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert names <= {"svg", "g", "rect", "line", "path", "text"}
    assert not [
        name for each in root.iter() for name in each.attrib if "href" in name or name in ("style", "onload")
    ]
    assert (root.get("width"), root.get("height")) == (str(width), str(height_of(chart)))


def test_lines_are_told_apart_without_colour() -> None:
    paths = [each for each in ET.fromstring(svg(LINES)).iter() if each.tag.endswith("path")]
    assert {each.get("stroke-dasharray") for each in paths} == {None, "8 4", "2 4"}
    assert len(paths) == 4, "a gap where nothing is known"


def test_of_what_nothing_is_known_nothing_is_drawn() -> None:
    """A filer that has found no hazard has no closing rate at any deadline."""
    root = ET.fromstring(svg(Lines(("11月30日", "至今"), (("整改率", (None, None)),), percent=True)))
    drawn = [each.get("d") or "" for each in root.iter() if each.tag.endswith("path")]
    assert not any("L" in each for each in drawn)


def test_equal_names_stay_two_bars() -> None:
    twice = Columns((Bar("12月14日", "1", 1), Bar("12月14日", "2", 2)), percent=False)
    assert (
        len({each.get("x") for each in ET.fromstring(svg(twice)).iter() if each.get("fill") == "#0b6b6b"})
        == 2
    )


def test_names_can_not_become_markup() -> None:
    nasty = Bars((Bar("<script>", "1", 1), Bar('"&', "2", 2)), percent=False)
    assert b"<script>" not in svg(nasty)


def test_who_does_not_see_it_is_told() -> None:
    assert summary(BARS) == "东村 50.0%（1/2）；西村 —"
    assert summary(LINES).startswith("排查（条）：11月30日 3 → 至今 9；")


def test_a_csv_has_the_numbers_without_their_addresses() -> None:
    picture = Picture(("a", "b"), (("东村", Linked(3, "/x")),), None)
    assert [list(row) for row in picture.as_csv().rows] == [["东村", 3]]
