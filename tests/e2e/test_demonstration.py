"""The demonstration: alive up to its clock's start, also when it was killed while it loaded."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.acts import Sign
from deploy.demo.schedule import schedule
from deploy.embedded.demo_clock import kept_clock
from deploy.simulator.campaign_file import CAMPAIGN as FILE
from services.registry.campaign_file import read_campaign_file
from shared.instant import SHANGHAI, parse_instant
from tests.deploy.processes import using
from tests.e2e.demonstration import CAMPAIGN, Demonstration
from tests.e2e.deployment import PATIENCE

START = datetime.fromisoformat("2025-01-16T10:00:00+08:00")


@pytest.fixture
def opened() -> Iterator[list[Demonstration]]:
    opened: list[Demonstration] = []
    yield opened
    for each in opened:
        each.deployment.stop()
        assert using(each.deployment.data) == []


@pytest.mark.timeout(3600)
def test_it_is_alive(tmp_path: Path, opened: list[Demonstration]) -> None:
    whole = Demonstration.of(tmp_path / "whole")
    opened.append(whole)
    whole.deployment.start()
    whole.until_held_at(datetime.fromisoformat("2024-11-30T14:00:00+08:00"))
    whole.end(signal.SIGKILL)
    whole.deployment.start()
    whole.until_loaded()
    submissions = whole.submissions()
    check_clock(whole)
    check_inbox(whole)
    check_completeness(whole.completeness())
    check_submissions(submissions)
    check_sheets(whole.sheets())
    check_what_was_recorded(whole, submissions)
    check_verified(whole, "1-v-dasheng-1", "4-v-dasheng-1")
    assert whole.alarms() == []


def check_inbox(demo: Demonstration) -> None:
    """What reminded people of the latest deadline, each kind at its hour, behind the gateway."""
    messages: list[dict[str, Any]] = []
    page = demo.office.get("/inbox/messages")["messages"]
    while page:
        messages += page
        page = demo.office.get("/inbox/messages", after=str(page[-1]["number"]))["messages"]
    kinds = Counter(each["kind"] for each in messages)
    assert kinds.keys() == {"mail", "sms"}
    assert 200 < sum(kinds.values()) < 1500
    texts = [(parse_instant(each["at"]).astimezone(SHANGHAI), each["text"]) for each in messages]
    assert min(at for at, _ in texts) >= START - timedelta(days=7)
    assert not [text for at, text in texts if not 8 <= at.hour < 21 and "重大隐患" not in text]
    on_the_day = {at.hour for at, text in texts if "第4期" in text and f"{at:%m-%d}" == "01-14"}
    assert on_the_day >= {14, 18}


def check_clock(demo: Demonstration) -> None:
    """From its start on, for everybody."""
    clock = kept_clock(demo.folder)
    assert clock is not None
    assert (clock.start, clock.speed) == (START, 1)
    before = clock.at(datetime.now(UTC))
    shown = parse_instant(demo.completeness()["now"])
    assert START <= before <= shown <= clock.at(datetime.now(UTC))
    answer = demo.office.client.get("/registry/campaigns")
    assert answer.headers["paicha-demo-clock"] == "2025-01-16T10:00:00+08:00 x1"


def check_completeness(answer: dict[str, Any]) -> None:
    tallies: dict[str, Counter[str]] = {}
    consolidated: dict[str, set[str | None]] = {}
    for period in answer["periods"]:
        key = period["period"]["key"]
        figures = {name: value for name, value in period["tally"].items() if isinstance(value, int)}
        tallies.setdefault(key, Counter()).update(figures)
        consolidated.setdefault(key, set()).add(period["consolidated"])
    for key in ("1", "2", "3"):
        assert tallies[key] == Counter(expected=26, reported=25, on_time=23, late=2, missing=1), key
        assert None not in consolidated[key]
    assert tallies["4"] == Counter(expected=26, reported=23, on_time=22, late=1, extended=1, missing=3)
    assert tallies["5"] == Counter(expected=26, missing=26)
    assert consolidated["4"] == consolidated["5"] == {None}
    states = Counter(
        filer["state"]
        for period in answer["periods"]
        for filer in period["filers"]
        if period["period"]["key"] == "4"
    )
    assert states.keys() == {"accepted", "signed", "returned", "extended", "overdue"}
    assert min(states["accepted"], states["signed"]) > 5


def check_submissions(submissions: dict[str, dict[str, Any]]) -> None:
    """All of the schedule, each at its moment."""
    played = [step for step in schedule(read_campaign_file(FILE), START) if isinstance(step, Sign)]
    assert {step.number: step.at.astimezone(UTC) for step in played} == {
        number: parse_instant(each["signed_at"]) for number, each in submissions.items()
    }
    kinds = Counter(each["state"] for each in submissions.values())
    assert kinds.keys() == {"signed", "accepted", "returned", "corrected"}
    assert (kinds["returned"], kinds["corrected"]) == (4, 6)
    for said, count in {"on_behalf": 4, "late_reason": 7, "corrects": 6, "remarks": 7}.items():
        assert sum(bool(each.get(said)) for each in submissions.values()) == count, said
    assert sum(each.get("unchanged", False) for each in submissions.values()) == 3
    falls = [fall for each in submissions.values() for fall in each.get("falls", ())]
    assert falls
    assert all(fall["reason"] and fall["events"] for fall in falls)
    assert {each["waiting"] for each in submissions.values()} == {0}
    assert all(each["signer"]["name"].startswith("演示人员") for each in submissions.values())


def check_sheets(sheets: dict[str, dict[str, Any]]) -> None:
    assert len(sheets) == 8
    assert {each["state"] for each in sheets.values()} == {"sent_up"}
    assert [number for number, each in sheets.items() if each["updated"]] == ["2-annex-4-1"]
    assert {each["replaced_by"] for each in sheets.values() if "replaced_by" in each} == {
        "1-annex-4-2",
        "3-annex-4-2",
    }


def check_what_was_recorded(demo: Demonstration, submissions: dict[str, dict[str, Any]]) -> None:
    """What was signed in the last minutes is what the form says, as recorded at that deadline."""
    for period, deadline in (("1", "2024-11-30"), ("2", "2024-12-14"), ("3", "2024-12-30")):
        moment = f"{deadline}T18:00:00+08:00"
        last = max(
            (each for each in submissions.values() if each["period"] == period and each["number"][-1] == "1"),
            key=lambda each: (each["signed_at"] < each["deadline"], each["signed_at"]),
        )
        form = demo.office.get(f"{CAMPAIGN}/{last['annex']}", occurred_until=moment, recorded_until=moment)
        (row,) = (row for row in form["rows"] if row["filer"]["id"] == last["filer"])
        assert row["cells"] == last["cells"]
        frozen = {log: each["position"] for log, each in last["logs"].items()}
        assert form["positions"] == frozen


def check_verified(demo: Demonstration, *numbers: str) -> None:
    auditor = demo.deployment.account("auditor")
    for number in numbers:
        path, deadline = f"{CAMPAIGN}/submissions/{number}/verify", time.monotonic() + PATIENCE
        while (answer := auditor.get(path))["state"] in ("waiting", "running"):
            assert time.monotonic() < deadline, answer
            time.sleep(0.1)
        assert answer["verified"], answer
