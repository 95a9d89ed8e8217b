"""A report goes into as many codes as it takes, each of which fits; figures come out as they went in."""

import pytest

from services.reporting.forms.documents.money import fen, wan_yuan
from services.reporting.forms.documents.qr_code import MOST_CHARACTERS, qr_code
from services.reporting.paper.codes import codes, split
from services.reporting.paper.payload import read_payload
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperRow
from services.reporting.paper.shown import document_of
from services.reporting.paper.verifying import whole
from tests.reporting.paper.papers import KEY, KEY_ID, URL, answer, coded, report

LARGE = 2**53 - 1


@pytest.mark.parametrize("url", [URL, URL + "/a-very-long-address" * 20, "http://x"])
@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_every_code_fits_and_none_could_take_more(url: str, annex: str) -> None:
    made = coded(answer(annex), url=url)
    reports = [read_payload(text).report for text in made]
    for place, text in enumerate(made):
        assert len(text) <= MOST_CHARACTERS
        qr_code(text)
        assert (reports[place].part, reports[place].parts) == (place + 1, len(made))
    assert whole(reports) == report(answer(annex))


def test_twenty_six_rows_of_the_largest_figures() -> None:
    rows = tuple(
        PaperRow(f"d-{place:02}-long-name-of-one", "经济发展办公室规划建设岗", (LARGE,) * 16)
        for place in range(26)
    )
    given = report(answer("annex-3"), rows=rows)
    made = codes(given, URL, KEY_ID, KEY.sign)
    assert whole([read_payload(text).report for text in made]) == given


def test_own_form_is_one_code() -> None:
    assert len(coded(answer("annex-3", whole=False))) == 1


def test_a_row_that_fits_no_code_is_refused_by_name() -> None:
    with pytest.raises(PaperRefused) as caught:
        split(report(answer("annex-3", whole=False)), URL + "/x" * 300, KEY_ID)
    assert (caught.value.code, caught.value.detail) == ("does_not_fit", "经济发展办公室规划建设岗")


def test_what_would_be_read_otherwise_is_not_printed() -> None:
    given = report(answer("annex-4", whole=False), occurred_until="2025-01-14T18:00:00+08:00")
    with pytest.raises(ValueError, match="2024-3-07"):
        codes(given, URL, KEY_ID, KEY.sign)


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_shown_again_the_cells_are_those_of_the_form(annex: str) -> None:
    given = answer(annex)
    again = document_of(report(given))
    for key in ("annex", "columns", "totals", "digest", "positions", "occurred_until", "policy"):
        assert again[key] == given[key]
    for row, shown in zip(given["rows"], again["rows"], strict=True):
        missing = row["cells"] is None
        assert shown["filer"]["name"] == row["filer"]["name"] + ("（未报送）" if missing else "")
        assert set(shown["cells"].values()) == {""} if missing else shown["cells"] == row["cells"]


@pytest.mark.parametrize("amount", [0, 1, 99, 100, 10_000, 12_345_678, 1_000_000, 123_456_789_012])
def test_money_as_it_is_written_is_read_as_fen(amount: int) -> None:
    assert fen(wan_yuan(amount)) == amount
