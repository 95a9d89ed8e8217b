"""Group robots over real HTTP: apprise's addresses, and what the makers' answers mean."""

import base64
import hashlib
import hmac
import ssl

import httpx
import pytest

from services.notifications.channels.channel import Accepted, Message, Outcome, PutOff, Refused, Unknown
from services.notifications.channels.robots import Robots, Transport, kind_of
from tests.notifications.channels.http_servers import Answer, nobody, said, site

TEXT = "第2期报表：26家中3家未报送。"
ADDRESSES = {"钉": "dingtalk://secret@token1", "微": "wecombot://key-1", "飞": "feishu://token-1"}


def robots(url: str) -> Robots:
    hosts = {
        "dingtalk": f"{url}/robot/send?access_token={{token}}",
        "wecombot": f"{url}/cgi-bin/webhook/send?key={{key}}",
        "feishu": f"{url}/open-apis/bot/v2/hook/{{token}}/",
    }
    tls = ssl.create_default_context()
    return Robots(ADDRESSES, Transport(tls, httpx.Timeout(0.5), hosts))  # type: ignore[arg-type]  # literals


def to(name: str) -> Message:
    return Message("abc", name, "", TEXT)


async def test_what_is_said_to_each() -> None:
    async with site(said(200, {"errcode": 0, "code": 0})) as there:
        for name in ADDRESSES:
            assert await robots(there.url).send(to(name)) == Accepted()
    dingtalk, wecom, feishu = there.requests
    assert dingtalk.json == wecom.json == {"msgtype": "text", "text": {"content": TEXT}}
    assert feishu.json == {"msg_type": "text", "content": {"text": TEXT}}
    assert wecom.target == "/cgi-bin/webhook/send?key=key-1"
    assert feishu.target == "/open-apis/bot/v2/hook/token-1/"
    asked = dingtalk.query
    content = f"{asked['timestamp']}\nsecret".encode()
    assert asked["access_token"] == "token1"
    assert base64.b64decode(asked["sign"]) == hmac.new(b"secret", content, hashlib.sha256).digest()


@pytest.mark.parametrize(
    ("name", "answer", "outcome"),
    [
        ("钉", said(200, {"errcode": 310000, "errmsg": "sign not match"}), Refused("dingtalk_310000")),
        ("钉", said(200, {"errcode": 130101}), PutOff(600, "dingtalk_130101")),
        ("微", said(200, {"errcode": 93000, "errmsg": "invalid webhook"}), Refused("wecombot_93000")),
        ("微", said(200, {"errcode": 45009}), PutOff(60, "wecombot_45009")),
        ("飞", said(200, {"code": 19024, "msg": "Key Words Not Found"}), Refused("feishu_19024")),
        ("飞", said(200, {"StatusCode": 0, "StatusMessage": "success"}), Accepted()),
        ("飞", said(400, {"code": 11232, "msg": "frequency limited"}), PutOff(60, "feishu_11232")),
        ("飞", said(429, {"code": 1}), PutOff(60, "http_429")),
        ("飞", said(200, b" " * 100_000), Unknown("no_answer_DecodingError")),
        ("钉", said(200, {}), Unknown("answer_unreadable")),
        ("钉", said(200, b"<html>"), Unknown("answer_unreadable")),
        ("微", said(500, {"errcode": 0}), Unknown("http_500")),
        ("微", said(502, b"<html>"), Unknown("http_502")),
        ("微", said(403, b"<html>"), PutOff(60, "http_403")),
        ("微", b"", Unknown("no_answer_RemoteProtocolError")),
        ("微", None, Unknown("no_answer_ReadTimeout")),
    ],
    ids=str,
)
async def test_what_a_robot_answers(name: str, answer: Answer, outcome: Outcome) -> None:
    async with site(answer) as there:
        assert await robots(there.url).send(to(name)) == outcome
    assert len(there.requests) == 1


async def test_nobody_listens_and_nobody_is_meant() -> None:
    assert await robots(await nobody()).send(to("钉")) == PutOff(60, "not_reached")
    assert await robots(await nobody()).send(to("?")) == Refused("robot_unknown")
    assert await robots(await nobody()).find("abc", "钉", None) is None  # type: ignore[func-returns-value, arg-type]  # of a test


async def test_no_log_has_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for answer in (said(200, {"errcode": 310000}), b""):
        async with site(answer) as there:
            await robots(there.url).send(to("钉"))
    assert "token1" not in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "address",
    ["", "mailto://a:b@c.cn", "dingtalk://", "wecombot://", "feishu://$$", "https://oapi.dingtalk.com/x"],
)
def test_what_is_no_robot(address: str) -> None:
    with pytest.raises(ValueError, match="robot"):
        kind_of(address)


def test_what_is_one() -> None:
    assert [kind_of(address) for address in ADDRESSES.values()] == ["dingtalk", "wecombot", "feishu"]


async def test_it_asks_first_whether_it_may_go() -> None:
    async def may_not(*, copied: bool = False) -> Outcome:
        assert not copied
        return PutOff(5, "claimant_gone")

    async with site(b"") as there:
        assert await robots(there.url).send(to("钉"), may_not) == PutOff(5, "claimant_gone")
    assert there.requests == []
