"""The SMS gateway over real HTTP: what is signed, and what every way of answering means."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.notifications.channels.channel import (
    Absent,
    Accepted,
    Found,
    Message,
    Outcome,
    PutOff,
    Refused,
    Unknown,
)
from services.notifications.channels.signed import NotSigned, check_signed
from services.notifications.channels.sms_gateway import SmsGateway
from tests.notifications.channels.certificates import certificate
from tests.notifications.channels.http_servers import Answer, nobody, said, site

SECRET = "a-secret-of-the-gateway"
NOW = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
MESSAGE = Message(
    "abc123", "+8613800138000", "报送提醒", "【镇安委办】第2期报表请于18:00前报送。", template="report_due",
    variables={"period": "第2期", "until": "18:00"}, attempt=2,
)  # fmt: skip


def gateway(url: str, trusts: ssl.SSLContext | None = None) -> SmsGateway:
    tls = trusts or ssl.create_default_context()
    return SmsGateway(url, SecretStr(SECRET), "镇安委办", tls, lambda: NOW, httpx.Timeout(0.5, connect=0.5))


async def test_what_is_asked_is_signed() -> None:
    async with site(said(200, {"accepted": True, "reference": "r-1"})) as there:
        assert await gateway(f"{there.url}/sms/").send(MESSAGE) == Accepted("r-1")
    (asked,) = there.requests
    assert (asked.method, asked.target) == ("POST", "/sms/messages")
    assert asked.json == {
        "id": "abc123", "attempt": 2, "to": "+8613800138000", "template": "report_due",
        "variables": {"period": "第2期", "until": "18:00"}, "text": "第2期报表请于18:00前报送。",
        "sign_name": "镇安委办",
    }  # fmt: skip
    check_signed(SECRET, asked.headers, asked.body, datetime.now(UTC))
    with pytest.raises(NotSigned):
        check_signed(SECRET, asked.headers, asked.body + b" ", datetime.now(UTC))
    with pytest.raises(NotSigned):
        check_signed("another-secret", asked.headers, asked.body, datetime.now(UTC))


async def test_over_tls_to_whom_is_trusted(tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    async with site(said(200, {"accepted": True}), server) as there:
        assert await gateway(there.url, client).send(MESSAGE) == Accepted()
        assert await gateway(there.url).send(MESSAGE) == PutOff(120, "not_reached")
    assert len(there.requests) == 1


async def test_it_asks_first_whether_it_may_go() -> None:
    async def may_not(*, copied: bool = False) -> Outcome:
        assert not copied
        return PutOff(5, "claimant_gone")

    async with site(lambda _: said(200, {"accepted": True})) as there:
        assert await gateway(there.url).send(MESSAGE, may_not) == PutOff(5, "claimant_gone")
    assert there.requests == []


@pytest.mark.parametrize(
    "url",
    ["http://sms.town.example", "ftp://127.0.0.1", "sms.town.example", "https://u@sms.town.example", ""],
)
def test_nothing_secret_leaves_without_tls(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        gateway(url)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (said(200, {"accepted": True}), Accepted()),
        (said(200, {"accepted": True, "more": 1, "reference": None}), Accepted()),
        (said(200, {"retry_after": 30}), PutOff(30, "gateway")),
        (said(200, {"retry_after": 10**9}), PutOff(86_400, "gateway")),
        (said(200, {"refused": "wrong_number"}), Refused("wrong_number", wrong_address=True)),
        (said(200, {"refused": "template_unknown"}), Refused("template_unknown")),
        (said(400, {"refused": "wrong_number"}), Refused("wrong_number", wrong_address=True)),
        (said(422, {"detail": "x"}), Refused("http_422")),
        (said(400, b"<html>"), Refused("http_400")),
        (said(401, {}), PutOff(120, "http_401")),
        (said(404, {}), PutOff(120, "http_404")),
        (said(429, {}, Retry_After="7"), PutOff(7, "http_429")),
        (said(429, {}), PutOff(120, "http_429")),
        (said(503, {}, Retry_After="120"), PutOff(120, "http_503")),
        (said(503, {}), Unknown("http_503")),
        (said(500, {}), Unknown("http_500")),
        (said(502, b"<html>"), Unknown("http_502")),
        (said(302, {}, Location="https://elsewhere.example/"), Unknown("http_302")),
        (said(408, {}), Unknown("http_408")),
        (said(200, b"OK"), Unknown("answer_unreadable")),
        (said(200, {}), Unknown("answer_unreadable")),
        (said(200, {"accepted": True, "refused": "x"}), Unknown("answer_unreadable")),
        (said(200, {"refused": "<script>"}), Unknown("answer_unreadable")),
        (said(200, b"x" * 100_000), Unknown("no_answer_DecodingError")),
        (said(200, {"accepted": True})[:-5], Unknown("no_answer_RemoteProtocolError")),
        (b"", Unknown("no_answer_RemoteProtocolError")),
        (b"SMTP ready\r\n\r\n", Unknown("no_answer_RemoteProtocolError")),
        (None, Unknown("no_answer_ReadTimeout")),
    ],
    ids=str,
)
async def test_what_a_gateway_answers(answer: Answer, outcome: Outcome) -> None:
    async with site(answer) as there:
        assert await gateway(there.url).send(MESSAGE) == outcome
    assert len(there.requests) == 1


async def test_a_date_to_come_again() -> None:
    later = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    async with site(said(503, {}, Retry_After=later)) as there:
        outcome = await gateway(there.url).send(MESSAGE)
    assert isinstance(outcome, PutOff)
    assert 290 < outcome.seconds <= 300


async def test_nobody_listens() -> None:
    gone = await nobody()
    assert await gateway(gone).send(MESSAGE) == PutOff(120, "not_reached")
    assert await gateway(gone).find("abc123", MESSAGE.to, NOW - timedelta(days=1)) is None


LONG_AGO, JUST_NOW = NOW - timedelta(minutes=11), NOW - timedelta(minutes=9)


@pytest.mark.parametrize(
    ("answer", "day", "found"),
    [
        (said(200, {"found": True, "reference": "r-1"}), JUST_NOW, Found(None, "r-1")),
        (said(200, {"found": True, "delivered": True}), JUST_NOW, Found(True)),
        (said(200, {"found": True, "delivered": False}), LONG_AGO, Found(False)),
        (said(404, {"found": False}), LONG_AGO, Absent()),
        (said(404, {"found": False}), JUST_NOW, None),
        (said(404, {"detail": "Not Found"}), LONG_AGO, None),
        (said(200, {"found": False}), LONG_AGO, None),
        (said(500, {"found": True}), LONG_AGO, None),
        (said(200, b"?"), LONG_AGO, None),
        (b"", LONG_AGO, None),
        (None, LONG_AGO, None),
    ],
    ids=str,
)
async def test_what_became_of_a_message(answer: Answer, day: datetime, found: Any) -> None:
    async with site(answer) as there:
        assert await gateway(there.url + "/sms").find("abc123", MESSAGE.to, day) == found
    (asked,) = there.requests
    assert (asked.method, asked.target) == ("GET", "/sms/messages/abc123")
    check_signed(SECRET, asked.headers, b"/sms/messages/abc123", datetime.now(UTC))
