"""The inbox's process: real SMTP, signed text messages, what is kept, and who may look."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import aiosmtplib
import httpx
import pytest

from deploy.embedded.inbox.smtp import LARGEST_MAIL
from deploy.servers.ports import LOOPBACK
from shared.clock import DemoTime
from shared.facts.account import Role
from shared.identity.session import COOKIE
from tests.deploy.inbox.inboxes import Inbox, inbox_behind_gateway
from tests.support.servers import Running

START = "2025-01-14T14:00:00+08:00"
NUMBER = "+8610000000001"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[Inbox, Running]]:
    clock = DemoTime(start=datetime.fromisoformat(START), anchor=datetime.now(UTC))
    with inbox_behind_gateway(tmp_path, clock) as started:
        yield started


@pytest.fixture
def inbox(started: tuple[Inbox, Running]) -> Inbox:
    return started[0]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    """For those whom nothing is told."""
    clock = DemoTime(start=datetime.fromisoformat(START), anchor=datetime.now(UTC))
    with inbox_behind_gateway(tmp_path_factory.mktemp("inbox"), clock) as (inbox, _):
        yield inbox


async def test_mails_and_texts_arrive_and_outlive_the_process(started: tuple[Inbox, Running]) -> None:
    inbox, running = started
    await inbox.mail(
        "reporter@example.invalid", "【待报送】第4期", "您好！请核对。\n", "<p>您好！</p>", "r-1"
    )
    assert inbox.text("r-2", NUMBER, "请核对报送。").json() == {
        "accepted": True,
        "reference": "r-2",
    }
    running.kill()
    running.start()
    await inbox.mail("head@example.invalid", "再次", "请核对。", id_="r-3")
    mail, text, later = inbox.messages()
    assert (mail["kind"], mail["to"], mail["id"]) == ("mail", ["reporter@example.invalid"], "r-1")
    assert (mail["title"], mail["text"].strip()) == ("【待报送】第4期", "您好！请核对。")
    assert mail["html"].strip() == "<p>您好！</p>"
    assert (text["kind"], text["to"], text["text"]) == ("sms", [NUMBER], "请核对报送。")
    assert [each["number"] for each in (mail, text, later)] == [1, 2, 3]
    assert mail["at"].startswith("2025-01-14T06:0"), "by the demo clock"
    assert [each["id"] for each in inbox.messages(after=1, limit=1)] == ["r-2"]
    assert inbox.told(after=3).json() == {"messages": [], "last": 3}
    kept = inbox.folder.inbox / "messages.jsonl"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    log = inbox.folder.log("inbox").read_text("utf-8")
    assert "example.invalid" not in log
    assert NUMBER not in log


async def test_a_mail_that_is_too_large_is_refused(inbox: Inbox) -> None:
    with pytest.raises(aiosmtplib.SMTPException):
        await inbox.mail("reporter@example.invalid", "大", "字" * LARGEST_MAIL)
    many = [f"n{n}@example.invalid" for n in range(51)]
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=inbox.ports["smtp"], start_tls=False) as smtp:
        refused, _ = await smtp.sendmail("office@example.invalid", many, "x")
    assert list(refused) == many[50:]
    assert [len(each["to"]) for each in inbox.messages()] == [50]


def test_a_text_is_taken_once_and_can_be_asked_for(inbox: Inbox) -> None:
    for _ in range(2):
        assert inbox.text("r-1", NUMBER, "请核对。").is_success
    assert len(inbox.messages()) == 1
    assert inbox.text("r-1", NUMBER, "请核对。", attempt=2).is_success
    assert [each["attempt"] for each in inbox.messages()] == [1, 2]
    assert inbox.signed("GET", "/messages/r-1").json() == {
        "found": True,
        "delivered": True,
        "reference": "r-1",
    }
    unknown = inbox.signed("GET", "/messages/r-2")
    assert (unknown.status_code, unknown.json()) == (404, {"found": False})


@pytest.mark.parametrize("wrong", [{"late": 400}, {"late": -400}, {"secret": "another"}])
def test_what_is_not_signed_now_by_who_knows_the_secret_is_refused(
    empty: Inbox, wrong: dict[str, int]
) -> None:
    assert empty.signed("GET", "/messages/r-1", **wrong).status_code == httpx.codes.UNAUTHORIZED  # type: ignore[arg-type]  # of a test
    unsigned = httpx.post(f"{empty.sms_url}/messages", json={}, verify=False)
    assert unsigned.status_code == httpx.codes.UNAUTHORIZED
    assert empty.messages() == []


@pytest.mark.parametrize("path", ["/messages", "/inbox/../messages", "/inbox/%2e%2e/messages", "//messages"])
def test_the_text_gateway_is_not_on_the_public_address(empty: Inbox, path: str) -> None:
    connection = httpx.Client(base_url=empty.address.url, verify=False)
    with connection:
        request = connection.build_request("POST", "/", json={})
        request.url = request.url.copy_with(raw_path=path.encode())
        assert connection.send(request).status_code in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize(
    ("role", "status"), [("operator", 200), ("safety_office", 200), ("leader", 403), ("reporter", 403)]
)
def test_messages_are_for_offices(empty: Inbox, role: str, status: int) -> None:
    assert empty.told(role).status_code == status


@pytest.mark.parametrize(
    "path",
    ["/inbox/messages", "/inbox/", "/inbox/?key=guess", "/inbox/newer?after=0", "/inbox/mails/1/html"],
)
def test_nothing_is_shown_without_the_key(empty: Inbox, path: str) -> None:
    answer = httpx.get(empty.address.url + path, cookies={"paicha_inbox": "guess"}, verify=False)
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("role", "status"), [("operator", 200), ("safety_office", 200), ("leader", 403), ("reporter", 403)]
)
def test_offices_look_in_as_they_have_signed_in(empty: Inbox, role: Role, status: int) -> None:
    cookies = {COOKIE: empty.cookie(role)}
    for path in ("/inbox/", "/inbox/messages", "/inbox/newer?after=0"):
        assert httpx.get(empty.address.url + path, cookies=cookies, verify=False).status_code == status


def test_a_cookie_that_holds_no_more_is_renewed_first(empty: Inbox) -> None:
    cookies = {COOKIE: f"{empty.cookie('operator')}x"}
    answer = httpx.get(f"{empty.address.url}/inbox/?q=x", cookies=cookies, verify=False)
    assert answer.status_code == httpx.codes.SEE_OTHER
    assert answer.headers["location"] == "/registry/session/renew?to=/inbox/%3Fq%3Dx"


def test_the_key_becomes_a_cookie_that_scripts_do_not_see(empty: Inbox) -> None:
    answer = httpx.get(empty.opening, verify=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    key = empty.opening.partition("key=")[2]
    for log in ("caddy", "inbox"):
        path = empty.folder.log(log)
        assert not path.exists() or key not in path.read_text("utf-8")
