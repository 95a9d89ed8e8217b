"""E-mails as they are written: pure, whatever stands in them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.channels.channel import Message
from services.notifications.channels.letter import NoAddress, Sender, letter, read_sender

NOW = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
SENDER = Sender("镇安委办", "anwei@town.example")
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip


@given(ANY, ANY, st.none() | ANY)
def test_nothing_becomes_a_header_of_its_own(title: str, text: str, html: str | None) -> None:
    written = letter(Message("a1", "zhang@village.example", title, text, html), SENDER, NOW).as_bytes()
    read = message_from_bytes(written, policy=default)
    assert set(read.keys()) <= HEADERS
    assert len(read.keys()) == len(set(read.keys()))
    assert read["To"] == "zhang@village.example"
    assert read["Message-ID"] == "<a1@town.example>"
    assert all(len(line) < 998 and line.isascii() for line in written.splitlines())


@given(ANY)
def test_whoever_is_written_to_is_one_address(to: str) -> None:
    try:
        written = letter(Message("a1", to, "题", "文"), SENDER, NOW)
    except NoAddress:
        return
    assert [address.addr_spec for address in written["To"].addresses] == [to]
    assert written.as_bytes().count(b"\r\nTo: ") == 1


def test_the_date_is_the_town_s() -> None:
    written = letter(Message("a1", "zhang@village.example", "题", "文"), SENDER, NOW)
    assert written["Date"] == "Wed, 01 Jan 2025 00:00:00 +0800"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("anwei@town.example", Sender("", "anwei@town.example")),
        ("镇安委办 <anwei@town.example>", Sender("镇安委办", "anwei@town.example")),
        ('"安委办, 镇" <anwei@town.example>', Sender("安委办, 镇", "anwei@town.example")),
    ],
)
def test_who_sends(text: str, sender: Sender) -> None:
    assert read_sender(text) == sender
    assert sender.domain == "town.example"


@pytest.mark.parametrize("text", ["", "镇安委办", "a@b.cn, c@d.cn", "x <a@b.cn\r\nBcc: c@d.cn>", "安@镇.cn"])
def test_who_can_not_send(text: str) -> None:
    with pytest.raises(NoAddress):
        read_sender(text)
