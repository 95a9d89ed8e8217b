"""Delivery reports: who may say them, and what they say."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notifications.channels.reports import (
    LARGEST,
    Report,
    Unreadable,
    of_aliyun,
    of_gateway,
    only_with_token,
)
from services.notifications.channels.signed import MOMENT, SIGNATURE, NotSigned, signature, signed_headers

SECRET, TOKEN = "a-secret-of-the-gateway", "token-of-the-address"
NOW = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
AT = datetime(2024, 12, 13, 0, 59, tzinfo=UTC)


def test_the_documented_signature_is_the_code_s() -> None:
    documented = (Path(__file__).parents[3] / "docs/reminders.md").read_text("utf-8")
    assert f"`{signature(SECRET, '1734051600', b'{}')}`" in documented


def posted(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def read(content: Any, at: datetime = NOW, secret: str = SECRET) -> list[Report]:
    body = posted(content)
    headers = {name.lower(): value for name, value in signed_headers(secret, at, body).items()}
    return of_gateway(body, headers, SECRET, NOW)


def one(**more: Any) -> dict[str, Any]:
    return {"reports": [{"id": "abc", "delivered": True, "at": "2024-12-13T08:59:00+08:00"} | more]}


@pytest.mark.parametrize(
    ("content", "reports"),
    [
        (one(), [Report("abc", True, AT)]),
        (one(code="DELIVRD", other=1), [Report("abc", True, AT)]),
        (one(delivered=False), [Report("abc", False, AT)]),
        (one(delivered=False, code="blocked"), [Report("abc", False, AT, "blocked")]),
        (one(delivered=False, code="wrong_number"), [Report("abc", False, AT, "wrong_number", True)]),
        ({"reports": []}, []),
        ({"reports": one()["reports"] * 2}, [Report("abc", True, AT)] * 2),
    ],
)
def test_what_a_gateway_reports(content: Any, reports: list[Report]) -> None:
    assert read(content) == reports


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", {}, one(id="../x"), one(id=""), one(at="2024-12-13T08:59:00"), one(delivered="?"),
        one(code="x" * 61), {"reports": one()["reports"] * 1001}, b" " * (LARGEST + 1),
    ],
)  # fmt: skip
def test_what_is_no_report(content: Any) -> None:
    with pytest.raises(Unreadable):
        read(content)


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
def test_an_old_signature_is_none(minutes: int) -> None:
    assert read(one(), NOW + timedelta(minutes=min(minutes, 4) if minutes > 0 else -4))
    with pytest.raises(NotSigned):
        read(one(), NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "change",
    [
        {SIGNATURE.lower(): ""}, {SIGNATURE.lower(): "é"}, {SIGNATURE.lower(): "0" * 64},
        {MOMENT.lower(): ""},
        {MOMENT.lower(): "1e9"}, {MOMENT.lower(): "-1"}, {MOMENT.lower(): "9" * 400},
        {MOMENT.lower(): str(int(NOW.timestamp()) + 1)},
    ],
)  # fmt: skip
def test_nobody_else_reports(change: dict[str, str]) -> None:
    body = posted(one())
    headers = {name.lower(): value for name, value in signed_headers(SECRET, NOW, body).items()}
    assert of_gateway(body, headers, SECRET, NOW)
    with pytest.raises(NotSigned):
        of_gateway(body, headers | change, SECRET, NOW)
    with pytest.raises(NotSigned):
        of_gateway(body, {}, SECRET, NOW)
    with pytest.raises(NotSigned):
        read(one(), secret="another")


def of(**more: Any) -> dict[str, Any]:
    return {
        "phone_number": "13800138000", "send_time": "2024-12-13 08:58:50",
        "report_time": "2024-12-13 08:59:00",
        "success": True, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1",
        "biz_id": "9006^0", "out_id": "abc",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reports"),
    [
        ([of()], [Report("abc", True, AT)]),
        ([of(success=False, err_code="MK:0001")], [Report("abc", False, AT, "MK:0001", True)]),
        ([of(success=False, err_code="UNDELIV")], [Report("abc", False, AT, "UNDELIV")]),
        ([of(out_id=None), of(out_id=""), of(out_id="b")], [Report("b", True, AT)]),
        ([], []),
    ],
)
def test_what_aliyun_reports(content: Any, reports: list[Report]) -> None:
    assert of_aliyun(posted(content)) == reports


@pytest.mark.parametrize(
    "content", [b"", {}, [1], [of(report_time="gestern")], [of()] * 1001, b" " * 300_000]
)
def test_what_is_none_of_aliyun_s(content: Any) -> None:
    with pytest.raises(Unreadable):
        of_aliyun(posted(content))


@pytest.mark.parametrize("given", ["", "token", "é"])
def test_who_does_not_know_the_address(given: str) -> None:
    with pytest.raises(NotSigned):
        only_with_token(given, TOKEN)
