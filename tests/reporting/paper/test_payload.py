"""What QR codes say is read back as it was written, or refused; anything changed is noticed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import fields, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.paper.payload import SignedPaper, address, payload, read_payload
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport, PaperRow, paper_bytes
from tests.reporting.paper.papers import KEY_ID, URL, answer, coded, report

TEXT = coded(answer("annex-4", whole=False))[0]
OWN = read_payload(TEXT)
CHANGES: dict[str, Any] = {
    "number": "2024-3-08", "township": "500112144", "campaign": "dasheng-2025", "annex": "annex-3",
    "filer": "f-1", "name": "第4期", "occurred_until": "2025-01-14T10:00:00.000001Z",
    "signed_at": "2024-12-30T09:52:03.000001Z", "positions": {"registry": 120, "hazards": 941},
    "policy": "2", "rows": (PaperRow("f-0", "明月村", (101, *range(101, 110))),),
    "digest": "sha256:" + "ac" * 32, "part": 2, "parts": 2,
}  # fmt: skip


def test_what_is_signed_is_fixed() -> None:
    """For ever: papers that hang on walls are checked with these bytes."""
    assert paper_bytes(report(answer("annex-4", whole=False))).decode() == (
        '{"annex":"annex-4","campaign":"dasheng-2024-winter","digest":"sha256:' + "ab" * 32 + '",'
        '"filer":"f-0","name":"第3期（截至12月30日）","number":"2024-3-07",'
        '"occurred_until":"2025-01-14T10:00:00.000000Z","part":1,"parts":1,"policy":"1",'
        '"positions":{"hazards":940,"registry":120},"purpose":"paicha paper 1",'
        '"rows":[["f-0","明月村",[100,101,102,103,104,105,106,107,108,109]]],'
        '"signed_at":"2024-12-30T09:52:03.000000Z","township":"500112143"}'
    )


def test_every_field_is_signed() -> None:
    assert set(CHANGES) == {field.name for field in fields(PaperReport)}
    signed = paper_bytes(OWN.report)
    for name, value in CHANGES.items():
        assert paper_bytes(replace(OWN.report, **{name: value})) != signed, name


def test_the_address_names_our_page_and_needs_no_escaping() -> None:
    assert TEXT.startswith("https://paicha.dasheng.example/reporting/paper#1")
    text = TEXT.partition("#")[2]
    assert text.replace("-", "").replace("_", "").isalnum()
    assert address(URL + "/", text) == TEXT
    assert read_payload(text) == OWN == read_payload(f"  {TEXT}\n")


names = st.text(max_size=40).filter(lambda text: text.isprintable())
figures = st.integers(0, 2**53 - 1)
rows = st.lists(
    st.builds(PaperRow, names, names, st.one_of(st.just(()), st.tuples(*[figures] * 10))),
    min_size=1, max_size=6, unique_by=lambda row: row.filer,
).map(tuple)  # fmt: skip


@given(rows=rows, number=names, name=names, positions=st.dictionaries(names, figures, max_size=3))
def test_whatever_can_be_signed_is_read_as_it_was(rows: Any, **more: Any) -> None:
    written = replace(OWN.report, rows=rows, **more)
    text = payload(written, KEY_ID, bytes(64))
    assert read_payload(text) == SignedPaper(written, KEY_ID, bytes(64))
    assert paper_bytes(read_payload(text).report) == paper_bytes(written)


def refused(text: str) -> str:
    with pytest.raises(PaperRefused) as caught:
        read_payload(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_payload"),
        ("https://example.com/", "not_a_payload"),
        ("WIFI:T:WPA;S:x;P:y;;", "not_a_payload"),
        ("1" * 5000, "not_a_payload"),
        (f"{URL}/reporting/paper#2abc", "unknown_version"),
        ("1", "damaged"),
        ("1====", "damaged"),
        ("1中文", "damaged"),
        (TEXT[:-4], "damaged"),
        (TEXT + "AAAA", "damaged"),
        (TEXT + "=", "damaged"),
        (TEXT.replace("_", "/", 1).replace("-", "+"), "damaged"),
    ],
)
def test_what_is_no_payload_is_refused_with_a_code(text: str, code: str) -> None:
    assert refused(text) == code


def rewritten(place: int, value: object) -> str:
    """The payload with another value at this place of its array."""
    content = msgspec.msgpack.decode(urlsafe_b64decode(TEXT.partition("#1")[2] + "=="))
    content[place] = value
    return "1" + urlsafe_b64encode(msgspec.msgpack.encode(content)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (5, "annex-5", "impossible_content"),
        (8, 2**62, "impossible_content"),
        (8, -(2**62), "impossible_content"),
        (9, "now", "damaged"),
        (10, {"registry": -1}, "impossible_content"),
        (12, [], "impossible_content"),
        (12, [["f-0", "甲", [1] * 9]], "impossible_content"),
        (12, [["f-0", "甲", [-1] * 10]], "impossible_content"),
        (12, [["f-0", "甲", [2**53] * 10]], "impossible_content"),
        (12, [["f-0", "甲", [1] * 10]] * 2, "impossible_content"),
        (12, [["f-0", "甲" * 201, [1] * 10]], "impossible_content"),
        (13, b"short", "impossible_content"),
        (14, 2, "impossible_content"),
        (14, 0, "impossible_content"),
        (15, 100, "impossible_content"),
        (15, None, "damaged"),
    ],
)
def test_what_no_program_of_ours_writes_is_refused(place: int, value: object, code: str) -> None:
    assert refused(rewritten(place, value)) == code


@given(st.one_of(st.text(), st.binary().map(lambda raw: "1" + urlsafe_b64encode(raw).decode())))
def test_no_garbage_breaks_it(text: str) -> None:
    assert refused(text) in ("not_a_payload", "unknown_version", "damaged", "impossible_content")


@given(st.integers(0, len(TEXT.partition("#")[2]) - 1), st.sampled_from("Aa0_-9"))
def test_one_changed_character_is_another_report_or_none(place: int, character: str) -> None:
    text = TEXT.partition("#")[2]
    changed = text[:place] + character + text[place + 1 :]
    if changed == text:
        return
    try:
        assert read_payload(changed) != OWN
    except PaperRefused as error:
        assert error.code in ("not_a_payload", "unknown_version", "damaged", "impossible_content")  # noqa: PT017


@given(st.recursive(st.none() | st.integers() | st.text() | st.binary(), st.lists))
def test_no_message_pack_breaks_it(value: object) -> None:
    try:
        content = msgspec.msgpack.encode(value)
    except OverflowError:
        return
    assert refused("1" + urlsafe_b64encode(content).rstrip(b"=").decode()) == "damaged"
