"""QR codes are read from photographs as phones take them, and everything that is none is refused."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deploy.papers.checked import all_parts
from services.reporting.forms.documents.qr_code import MOST_CHARACTERS
from services.reporting.scans.photograph import codes_in, open_picture
from tests.deploy.papers.photographs import photographs, printed
from tests.reporting.paper.papers import answer, coded
from tests.support.long import LONG


@pytest.mark.parametrize("seed", range(3) if LONG else [2])
@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_own_form_at_half_size(annex: str, seed: int) -> None:
    of = answer(annex, whole=False)
    (taken,) = photographs(printed(of), seed)
    assert codes_in(open_picture(taken), all_parts) == set(coded(of))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_town_s_sheet_whichever_way_it_is_held(turned: int) -> None:
    of = answer("annex-4")
    for taken in photographs(printed(of), turned, turned=turned):
        assert codes_in(open_picture(taken), all_parts) == set(coded(of))


@pytest.mark.parametrize("seed", range(3) if LONG else [2])
def test_the_fullest_code_that_is_ever_printed(seed: int) -> None:
    full = "https://paicha.example/reporting/paper#1" + "Zk9-x_Q7" * 120
    full = full[:MOST_CHARACTERS]
    (taken,) = photographs(printed(answer("annex-3", whole=False), [full]), seed)
    assert codes_in(open_picture(taken), lambda found: full in found) == {full}


def test_a_picture_turned_by_its_exif_is_one() -> None:
    of = answer("annex-4", whole=False)
    picture = Image.open(BytesIO(photographs(printed(of), 1)[0]))
    exif = Image.Exif()
    exif[0x0112] = 6
    content = BytesIO()
    picture.save(content, "JPEG", exif=exif)
    assert open_picture(content.getvalue()).size == (picture.height, picture.width)
    assert codes_in(open_picture(content.getvalue()), all_parts) == set(coded(of))


def test_png_too() -> None:
    of = answer("annex-4", whole=False)
    content = BytesIO()
    Image.open(BytesIO(photographs(printed(of), 2)[0])).save(content, "PNG")
    assert codes_in(open_picture(content.getvalue()), all_parts) == set(coded(of))


def test_an_empty_picture_has_no_codes() -> None:
    assert codes_in(Image.new("L", (400, 300), 255), all_parts) == frozenset()


@given(st.binary(max_size=400))
def test_no_garbage_is_a_picture(content: bytes) -> None:
    for begun in (b"", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
            open_picture(begun + content)


def test_a_picture_of_more_pixels_than_anybody_takes_is_refused() -> None:
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    with pytest.raises(ValueError, match="pixels"):
        open_picture(content.getvalue())


def test_a_picture_that_breaks_off_is_refused() -> None:
    (taken,) = photographs(printed(answer("annex-4", whole=False)), 3)
    with pytest.raises(ValueError, match="damaged"):
        open_picture(taken[: len(taken) // 2])
