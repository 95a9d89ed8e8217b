"""Who signed it, whether with a key that may, and whether all codes of a report are there."""

from dataclasses import replace
from typing import Any

import pytest

from services.reporting.paper.keys import read_keys
from services.reporting.paper.payload import SignedPaper, read_payload
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from services.reporting.paper.verifying import verify, whole
from tests.reporting.paper.papers import (
    KEY_ID,
    OTHER_KEY,
    answer,
    coded,
    key,
    keys,
    keys_file,
    report,
)
from tests.reporting.paper.test_payload import CHANGES


def own(**more: Any) -> SignedPaper:
    return read_payload(coded(answer("annex-4", whole=False), **more)[0])


def code_of(signed: SignedPaper, *given: dict[str, Any]) -> str:
    with pytest.raises(PaperRefused) as caught:
        verify(signed, keys(*given))
    return caught.value.code


def test_what_was_signed_is_valid() -> None:
    verify(own(), keys())
    verify(own(), keys(key(OTHER_KEY) | {"id": "2023"}, key()))


@pytest.mark.parametrize("field", list(CHANGES))
def test_anything_changed_is_refused(field: str) -> None:
    signed = own()
    changed = replace(signed.report, **{field: CHANGES[field]})
    assert code_of(replace(signed, report=changed)) == "wrong_signature"


def test_one_digit_of_one_figure_changed_is_refused() -> None:
    signed = own()
    row = signed.report.rows[0]
    rows = (replace(row, figures=(row.figures[0] + 1, *row.figures[1:])),)
    assert code_of(replace(signed, report=replace(signed.report, rows=rows))) == "wrong_signature"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (key(id="another"), "unknown_key"),
        (key(OTHER_KEY), "wrong_signature"),
        (key(revoked_from="2024-12-31T00:00:00Z"), "key_revoked"),
        (key(purposes=["submission"]), "key_for_another_purpose"),
        (key(valid_from="2024-12-31T00:00:00Z"), "key_not_valid_then"),
        (key(valid_until="2024-12-30T09:52:03Z"), "key_not_valid_then"),
    ],
)
def test_a_key_that_may_not_is_refused(given: dict[str, Any], code: str) -> None:
    assert code_of(own(), given) == code


def test_a_key_is_good_from_its_first_moment_to_its_last() -> None:
    verify(own(), keys(key(valid_from="2024-12-30T09:52:03Z", valid_until="2024-12-30T09:52:03.000001Z")))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    assert code_of(replace(own(), signature=bytes(length))) == "wrong_signature"


def parts(annex: str = "annex-4", **more: Any) -> list[PaperReport]:
    return [read_payload(text).report for text in coded(answer(annex), **more)]


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_a_sheet_is_whole_with_all_its_parts_in_any_order(annex: str) -> None:
    of = parts(annex)
    assert len(of) > 1
    assert whole(of) == whole([*reversed(of), of[0]]) == report(answer(annex))


def refused(*given: PaperReport) -> tuple[str, str]:
    with pytest.raises(PaperRefused) as caught:
        whole(given)
    return caught.value.code, caught.value.detail


def test_a_missing_part_is_named() -> None:
    first, second = parts()
    assert refused(first) == ("parts_missing", "2")
    assert refused(second) == ("parts_missing", "1")


def test_parts_of_different_reports_are_no_report() -> None:
    first, second = parts()
    assert refused(first, parts(number="2024-3-08")[1]) == ("parts_disagree", "number")
    assert refused(first, replace(second, digest="sha256:" + "00" * 32)) == ("parts_disagree", "digest")
    assert refused(first, replace(first, rows=second.rows), second)[0] == "parts_disagree"
    assert refused(first, replace(first, part=2))[0] == "parts_disagree"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b'{"keys": [{}]}', b"\xff", keys_file(key(), key()),
        keys_file(key(algorithm="RSA")), keys_file(key(public_key="AAAA")), keys_file(key(public_key="中")),
        keys_file(key(valid_from="today")), keys_file(key(revoked_from="2024")),
    ],
)  # fmt: skip
def test_what_is_no_file_of_keys_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        read_keys(content)


def test_what_the_service_says_beyond_is_left_aside() -> None:
    assert set(keys(key(comment="x", purposes=["paper"]))) == {KEY_ID}
