"""联系电话 on a whole deployment: on the paper, found nowhere else, and blank while contacts are away."""

import io
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest
from pypdfium2 import PdfDocument

from tests.e2e.deployment import PATIENCE, Deployment
from tests.e2e.signing import CAMPAIGN, FILER, person, signed

NUMBER = "13800138000"
BLANK = "联系电话：\r\n"


def until(looks_right: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not looks_right():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def paper(deployment: Deployment) -> str:
    """The address of a signed report, whose filer has a telephone."""
    office = person(deployment, "safety_office")
    contact = {"name": "王芳", "mobile": NUMBER}
    address = f"/notifications/contacts/filer/{FILER}"
    until(lambda: office.put(address, json=contact).is_success)
    return f"{CAMPAIGN}/submissions/{signed(deployment, '1')}.pdf"


def printed(officer: httpx.Client, paper: str) -> str:
    answer = officer.get(paper, params={"telephone": "true"})
    assert answer.status_code == 200, answer.text
    with PdfDocument(io.BytesIO(answer.content)) as document:
        text: str = document[0].get_textpage().get_text_range()
    return text


def notifications(deployment: Deployment) -> psutil.Process | None:
    assert deployment.process is not None
    children = psutil.Process(deployment.process.pid).children(recursive=True)
    running = [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
    return next((child for child in running if "services.notifications" in child.cmdline()), None)


def test_contacts_that_are_stopped_or_killed_hold_up_no_paper(deployment: Deployment, paper: str) -> None:
    officer = person(deployment, "officer", FILER)
    until(lambda: NUMBER in printed(officer, paper))
    process = notifications(deployment)
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        assert BLANK in printed(officer, paper)
        assert officer.get(f"{CAMPAIGN}/annex-3").status_code == 200
        assert officer.get(f"{CAMPAIGN}/periods/2/{FILER}").status_code == 200
    finally:
        process.send_signal(signal.SIGCONT)
    until(lambda: NUMBER in printed(officer, paper))
    process.kill()
    assert "联系电话：" in printed(officer, paper)
    until(lambda: NUMBER in printed(officer, paper))


def test_the_number_is_in_no_log_and_no_stream(deployment: Deployment, paper: str) -> None:
    """It stands in the database of contacts alone, in which it can be erased."""
    officer = person(deployment, "officer", FILER)
    until(lambda: NUMBER in printed(officer, paper))
    assert officer.get(paper, params={"telephone": "yes please"}).status_code == 422
    files = [each for each in deployment.data.parent.rglob("*") if each.is_file() and not in_postgres(each)]
    assert paper.encode() in (deployment.data / "logs" / "reporting.log").read_bytes()
    assert [each for each in files if NUMBER.encode() in each.read_bytes()] == []


def in_postgres(file: Path) -> bool:
    return "postgres" in file.parts
