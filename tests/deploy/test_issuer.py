"""The sign-in behind the gateway, over real sockets: small, limited, logged, and not telling who there is."""

import io
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.accounts import keeping
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.app import create_app
from deploy.embedded.issuer.attempts import OF_AN_ACCOUNT, OF_AN_ADDRESS
from deploy.embedded.issuer.seats import seats
from deploy.embedded.issuer.town import read_towns
from shared.http.observed import PROTECTIVE
from shared.logging import configure_logging
from tests.deploy.gateways import gateway
from tests.deploy.issuer.clients import cheap_passwords, person, prepared
from tests.support.sockets import LOOPBACK, said, served

NAME = "zhang@dasheng"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return prepared(tmp_path)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture
def right(folder: DataFolder) -> dict[str, str]:
    """What the person types."""
    return {"username": NAME, "password": person(folder, NAME, role="reporter", organisation="v-dasheng")}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the issuer's process would write."""
    written = io.StringIO()
    root, level = logging.getLogger(), logging.getLogger().level
    kept = root.handlers
    monkeypatch.setattr("sys.stdout", written)
    configure_logging("issuer", "INFO")
    yield written
    root.handlers = kept
    root.setLevel(level)


@pytest.fixture
async def service(folder: DataFolder) -> AsyncIterator[int]:
    app = create_app(folder, "http://issuer.test", "http://issuer.test", read_towns(), demo=False)
    async with served(app) as port:
        yield port


@pytest.fixture
async def url(service: int, tmp_path: Path) -> AsyncIterator[str]:
    with gateway("embedded", tmp_path, service, name="issuer") as port:
        yield f"http://{LOOPBACK}:{port}/issuer"


def client(address: str = LOOPBACK, **more: Any) -> httpx.AsyncClient:
    """Whose connections come from this address."""
    return httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(local_address=address), timeout=20, **more)


async def test_it_takes_a_few_kib_from_anybody(service: int) -> None:
    head = "POST /issuer/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    declared = await said(service, f"{head}Content-Length: 209715200\r\n\r\n".encode())
    counted = await said(
        service,
        f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + b"400\r\n" + b"a=1&" * 256 + b"\r\n",
        b"400\r\n" + b"a=1&" * 256 + b"\r\n",
    )
    for answer in (declared, counted):
        assert answer.status == 413
        assert "8 KiB" in answer.problem["zh"]
    fields = "a=1&" * 100
    many = await said(service, f"{head}Content-Length: {len(fields)}\r\n\r\n{fields}".encode())
    assert (many.status, many.problem["error"]) == (400, "invalid_request")


async def test_an_account_is_limited_from_everywhere_and_no_other_is(url: str, right: dict[str, str]) -> None:
    wrong = {"username": NAME, "password": "guess"}
    async with client() as here, client("127.0.0.2") as elsewhere:
        for number in range(OF_AN_ACCOUNT.burst):
            # However it is written, it is one account.
            wrong["username"] = (NAME, NAME.upper(), f" {NAME}", NAME.replace("@", "＠"))[number % 4]
            assert (await here.post(f"{url}/token", data=wrong)).json() == {"error": "invalid_grant"}
        limited = await elsewhere.post(f"{url}/token", data=right)
        assert limited.status_code == 429
        assert 0 < int(limited.headers["retry-after"]) <= OF_AN_ACCOUNT.seconds_each
        assert limited.json()["error"] == "temporarily_unavailable"
        page = await here.post(f"{url}/", data=right)
        assert page.status_code == 429
        assert int(page.headers["retry-after"]) > 0
        assert "秒后重试" in page.text
        other = await here.post(f"{url}/token", data=wrong | {"username": "leader@500112143"})
        assert other.status_code == 400


async def test_an_address_is_limited_whatever_it_says_of_itself(url: str, right: dict[str, str]) -> None:
    began = time.monotonic()
    taken = 0
    async with client() as guesser, client("127.0.0.2") as another:
        while True:
            answer = await guesser.post(
                f"{url}/token",
                data={"username": f"made up {taken}", "password": "guess"},
                headers={"X-Forwarded-For": f"10.0.0.{taken}", "Forwarded": f"for=10.0.0.{taken}"},
            )
            # One more every so often: on a busy machine the tries themselves take that long.
            most = OF_AN_ADDRESS.burst + (time.monotonic() - began) / OF_AN_ADDRESS.seconds_each
            if answer.status_code == 429:
                break
            assert answer.status_code == 400
            taken += 1
            assert taken <= most
        assert taken >= OF_AN_ADDRESS.burst
        assert (await another.post(f"{url}/token", data=right)).status_code == 200


async def test_who_signs_in_is_not_limited_by_mistyping_before(url: str, right: dict[str, str]) -> None:
    wrong = {"username": NAME, "password": "mistyped"}
    async with client() as http:
        for _ in range(2):
            for _ in range(OF_AN_ACCOUNT.burst - 1):
                await http.post(f"{url}/token", data=wrong)
            assert (await http.post(f"{url}/token", data=right)).status_code == 200


async def test_every_attempt_is_logged_with_its_account(
    lines: io.StringIO, url: str, right: dict[str, str]
) -> None:
    long = "\u202egnp\x1b]0;x\x07" + "长" * 300
    async with client("127.0.0.3") as http:
        await http.post(f"{url}/", data=right)
        for _ in range(OF_AN_ACCOUNT.burst + 1):
            await http.post(f"{url}/token", data={"username": long, "password": "hunter2"})
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    told = [line for line in logged if line["event"] == "sign_in"]
    assert [line["outcome"] for line in told] == ["success", *["failure"] * OF_AN_ACCOUNT.burst, "limited"]
    assert told[0]["account"] == NAME
    assert {line["address"] for line in told} == {"127.0.0.3"}
    assert all(line["account"].isprintable() and len(line["account"]) < 200 for line in told)
    assert "hunter2" not in lines.getvalue()
    assert right["password"] not in lines.getvalue()
    assert {line["service"] for line in logged} == {"issuer"}


async def test_a_right_password_of_no_use_is_logged_as_that(
    lines: io.StringIO, url: str, folder: DataFolder, right: dict[str, str]
) -> None:
    keeping.disable(folder, NAME, disabled=True)
    async with client() as http:
        for _ in range(OF_AN_ACCOUNT.burst + 1):
            assert (await http.post(f"{url}/token", data=right)).status_code == 400
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    told = [(line["outcome"], line["account"]) for line in logged if line["event"] == "sign_in"]
    assert told == [("not_valid", NAME)] * (OF_AN_ACCOUNT.burst + 1)
    assert right["password"] not in lines.getvalue()


async def test_the_page_lists_nobody_and_every_answer_is_protected(
    url: str, folder: DataFolder, right: dict[str, str]
) -> None:
    async with client() as http:
        page = await http.get(f"{url}/")
        others = [
            await http.get(f"{url}/nowhere"),
            await http.get(url),
            await http.delete(f"{url}/"),
            await http.post(f"{url}/token", data={}),
            await http.post(f"{url}/token", content=b"a" * 9000),
            await http.get(f"{url}/jwks.json"),
        ]
    assert '<input id="username"' in page.text
    told = [seat.login for seat in seats(folder) if f"<button>{seat.title}" in page.text]
    assert told == [seat.login for seat in seats(folder) if seat.login in page.text] == []
    assert "演示" not in page.text
    assert right["username"] not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert [answer.status_code for answer in others] == [404, 307, 405, 400, 413, 200]
    for answer in (page, *others):
        assert set(PROTECTIVE) <= {name.title() for name in answer.headers}
        assert answer.headers["x-content-type-options"] == "nosniff"
        # Of a page with a form, browsers tell ourselves whose it was.
        told = "same-origin" if answer is page else "no-referrer"
        assert answer.headers["referrer-policy"] == told
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_redirects_name_no_host(url: str) -> None:
    async with client(headers={"Host": "evil.example"}) as http:
        redirected = await http.get(url)
        assert redirected.headers["location"] == "/issuer/"
        for path in ("/token/", "/jwks.json/", "/health/live/"):
            assert "location" not in (await http.get(url + path)).headers
