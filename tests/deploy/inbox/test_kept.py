"""What the inbox keeps: bounded, in its order, whatever a crash left of the last line."""

from pathlib import Path

import pytest

from deploy.embedded.inbox import kept
from deploy.embedded.inbox.kept import Messages
from deploy.embedded.inbox.mail import content_of
from deploy.embedded.inbox.received import Content

AT = "2025-01-14T06:00:00.000000Z"


def content(nth: int, text: str = "请核对。") -> Content:
    return Content(
        kind="sms" if nth % 2 else "mail", id=f"r-{nth}", to=(f"{nth}@x.invalid",), title="", text=text
    )


def numbers(messages: Messages) -> list[int]:
    return [each.number for each in messages.after(0, 10_000)]


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 10)
    messages = Messages(tmp_path)
    for nth in range(1, 100):
        messages.add(content(nth), AT)
        assert len((tmp_path / "messages.jsonl").read_bytes().splitlines()) <= 20
    assert numbers(messages) == numbers(Messages(tmp_path)) == [*range(90, 100)]
    assert messages.of_number(89) is None
    assert messages.text_of("r-99") == messages.of_number(99)
    assert messages.text_of("r-98") is None, "a mail"
    assert [each.number for each in messages.newest("sms", "", 99, 2)] == [97, 95]
    assert [each.number for each in messages.newest("sms", "91@", None, 5)] == [91]
    assert [each.number for each in messages.newest(None, "", None, 3)] == [99, 98, 97]
    assert [each.number for each in messages.newest(None, "请核对", 92, 5)] == [91, 90]
    assert messages.newest("mail", "没有", None, 5) == []
    assert messages.add(content(1), AT).number == 100


def test_many_bytes_are_few_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 5_000)
    messages = Messages(tmp_path)
    for nth in range(50):
        messages.add(content(nth, "x" * 1_000), AT)
    assert len(numbers(messages)) == 4
    assert (tmp_path / "messages.jsonl").stat().st_size <= 10_000


@pytest.mark.parametrize(
    "left", [b'{"number": 3, "at', b"[]\n", b"null\n", b'{"number":3,"at":"","kind":1}\n', b"\xff\n"]
)
def test_half_a_line_is_left_out(left: bytes, tmp_path: Path) -> None:
    messages = Messages(tmp_path)
    for nth in (1, 2):
        messages.add(content(nth), AT)
    with (tmp_path / "messages.jsonl").open("ab") as file:
        file.write(left)
    again = Messages(tmp_path)
    again.add(content(3), AT)
    assert numbers(Messages(tmp_path)) == [1, 2, 3]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00",
        b"Subject: =?nothing?b?####?=\r\nMessage-ID: <<\r\n\r\nx",
        b"Content-Type: text/plain; charset=nobody-knows\r\n\r\nx",
        b"Content-Type: text/html; charset=utf-8\r\n\r\n\xff\xed\xa0\x80",
        b"From: <<@@>>,\r\nContent-Type: multipart/alternative; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n--a--",
    ],
)
def test_every_mail_is_shown_somehow(raw: bytes, tmp_path: Path) -> None:
    Messages(tmp_path).add(content_of(raw, ["a@x.invalid"]), AT)
    assert numbers(Messages(tmp_path)) == [1]
