"""Aliyun's own SDK against a real HTTP server that speaks as Aliyun does."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from services.notifications.channels.aliyun import Account, Aliyun
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
from shared.instant import SHANGHAI
from tests.notifications.channels.http_servers import Answer, Request, nobody, said, site

NOW = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
MESSAGE = Message(
    "abc123", "+8613800138000", "报送提醒", "文", template="report_due",
    variables={"period": "2", "until": "18:00"}, attempt=1,
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)


def aliyun(url: str) -> Aliyun:
    endpoint = url.removeprefix("http://")
    templates = {"report_due": "SMS_1"}
    account = Account("key", SecretStr("key-secret"), "镇安委办", templates, endpoint, "http", 0.5, 0.5)
    return Aliyun(account, lambda: NOW)


async def test_what_is_asked() -> None:
    async with site(said(200, {"Code": "OK", "Message": "OK", "BizId": "9006^0", "RequestId": "R"})) as there:
        assert await aliyun(there.url).send(MESSAGE) == Accepted("9006^0")
    (asked,) = there.requests
    assert asked.query["PhoneNumbers"] == "13800138000"
    assert (asked.query["OutId"], asked.query["SignName"]) == ("abc123", "镇安委办")
    assert asked.query["TemplateCode"] == "SMS_1"
    assert json.loads(asked.query["TemplateParam"]) == {"period": "2", "until": "18:00"}
    assert asked.headers["x-acs-action"] == "SendSms"
    assert asked.headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=key,")


async def test_a_template_that_aliyun_does_not_have_is_not_asked_for() -> None:
    async with site(b"") as there:
        message = Message("a", "+8613800138000", "", "", template="other")
        assert await aliyun(there.url).send(message) == Refused("template_unknown")
        assert await aliyun(there.url).send(Message("a", "+86138", "", "")) == Refused("template_unknown")
    assert there.requests == []


def code(written: str, status: int = 200, **more: str) -> Answer:
    return said(status, {"Code": written, "Message": "13800138000 …", "RequestId": "R"}, **more)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (code("isv.BUSINESS_LIMIT_CONTROL"), PutOff(60, "isv.BUSINESS_LIMIT_CONTROL")),
        (code("isv.DAY_LIMIT_CONTROL"), PutOff(3600, "isv.DAY_LIMIT_CONTROL")),
        (code("isv.MOBILE_NUMBER_ILLEGAL"), Refused("isv.MOBILE_NUMBER_ILLEGAL", wrong_address=True)),
        (code("isv.OUT_OF_SERVICE"), Refused("isv.OUT_OF_SERVICE")),
        (code("isv.AMOUNT_NOT_ENOUGH"), Refused("isv.AMOUNT_NOT_ENOUGH")),
        (code("isv.SMS_TEMPLATE_ILLEGAL"), Refused("isv.SMS_TEMPLATE_ILLEGAL")),
        (code("isv.SMS_SIGNATURE_ILLEGAL"), Refused("isv.SMS_SIGNATURE_ILLEGAL")),
        (code("isv.NEVER_HEARD_OF"), Refused("isv.NEVER_HEARD_OF")),
        (code("isp.SYSTEM_ERROR"), Unknown("isp.SYSTEM_ERROR")),
        (code("isp.RAM_PERMISSION_DENY"), PutOff(60, "isp.RAM_PERMISSION_DENY")),
        (code("Throttling.User", 400), PutOff(60, "Throttling.User")),
        (code("Throttling", 429, X_Ratelimit_User_Api="TimeLeft:9"), PutOff(60, "Throttling")),
        (code("Throttling.Api", 503), PutOff(60, "Throttling.Api")),
        (code("SignatureDoesNotMatch", 400), PutOff(60, "SignatureDoesNotMatch")),
        (code("InvalidParameter", 400), Refused("InvalidParameter")),
        (code("InternalError", 500), Unknown("InternalError")),
        (code("ServiceUnavailable", 503), Unknown("ServiceUnavailable")),
        (said(200, {}), Unknown("answer_unreadable")),
        (said(502, b"<html>"), Unknown("no_answer")),
        (said(200, b"<html>"), Unknown("no_answer")),
        (b"", Unknown("no_answer")),
        (None, Unknown("no_answer")),
        (said(200, {"Code": "OK"})[:-3], Unknown("no_answer")),
    ],
    ids=str,
)
async def test_what_aliyun_answers(answer: Answer, outcome: Outcome) -> None:
    async with site(answer) as there:
        got = await aliyun(there.url).send(MESSAGE)
    if isinstance(got, Unknown) and got.why.startswith("no_answer"):
        got = Unknown("no_answer")
    assert got == outcome
    assert len(there.requests) == 1


async def test_nobody_listens() -> None:
    gone = await nobody()
    assert await aliyun(gone).send(MESSAGE) == PutOff(60, "not_reached")
    assert await aliyun(gone).find("abc123", MESSAGE.to, NOW - timedelta(days=1)) is None


def listed(*details: dict[str, Any]) -> Callable[[Request], Answer]:
    def answer(asked: Request) -> Answer:
        size, page = int(asked.query["PageSize"]), int(asked.query["CurrentPage"])
        part = [one for one in details if one.pop("day", asked.query["SendDate"]) == asked.query["SendDate"]]
        part = part[(page - 1) * size : page * size]
        content = {"Code": "OK", "TotalCount": len(details), "SmsSendDetailDTOs": {"SmsSendDetailDTO": part}}
        return said(200, content)

    return answer


def detail(out_id: str, status: int = 3, sent: str = "2024-12-12 09:00:03", **more: Any) -> dict[str, Any]:
    return {"OutId": out_id, "SendStatus": status, "PhoneNum": "13800138000", "SendDate": sent, **more}


YESTERDAY = datetime(2024, 12, 12, 1, 0, tzinfo=UTC)
MIDNIGHT = datetime(2024, 12, 12, 15, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "day", "found"),
    [
        (listed(detail("x"), detail("abc123")), YESTERDAY, Found(True)),
        (listed(detail("abc123", 2)), YESTERDAY, Found(False)),
        (listed(detail("abc123", 1)), YESTERDAY, Found(None)),
        (listed(*(detail(f"x-{n}") for n in range(60)), detail("abc123")), YESTERDAY, Found(True)),
        (listed(detail("abc123", 3, "2024-12-13 00:01:00", day="20241213")), MIDNIGHT, Found(True)),
        (listed(detail("abc123", 3, "2024-12-12 08:00:00")), YESTERDAY, Absent()),  # an earlier attempt
        (listed(detail("x")), YESTERDAY, Absent()),
        (listed(), NOW - timedelta(minutes=14), None),
        (listed(*(detail(f"x-{n}") for n in range(250))), YESTERDAY, None),
        (code("isv.BUSINESS_LIMIT_CONTROL"), YESTERDAY, None),
        (code("Throttling.User", 400), YESTERDAY, None),
        (b"", YESTERDAY, None),
        (None, YESTERDAY, None),
    ],
)
async def test_what_became_of_a_message(
    answer: Answer | Callable[[Request], Answer], day: datetime, found: Any
) -> None:
    async with site(answer) as there:
        assert await aliyun(there.url).find("abc123", MESSAGE.to, day) == found
    assert there.requests[0].query["SendDate"] == f"{day.astimezone(SHANGHAI):%Y%m%d}"
    assert there.requests[0].query["PhoneNumber"] == "13800138000"


async def test_it_asks_first_whether_it_may_go() -> None:
    async def may_not(*, copied: bool = False) -> Outcome:
        assert not copied
        return PutOff(5, "claimant_gone")

    async with site(b"") as there:
        assert await aliyun(there.url).send(MESSAGE, may_not) == PutOff(5, "claimant_gone")
    assert there.requests == []
