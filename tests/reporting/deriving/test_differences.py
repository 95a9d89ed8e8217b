"""What makes a derivation fail, each as somebody would meet it: which part differs, and how."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from services.reporting.counting.policy import POLICIES
from tests.reporting.deriving.altered import FIRST, altered, chained, copied, events, signed, write
from tests.reporting.story import TOWN
from tests.reporting.two_towns import ELSEWHERE

Told = dict[str, Any]

ANOTHER_RULE = """
import sys
from deploy.cli import run
from services.reporting.counting import marks

counted = marks.penalty_marks
marks.penalty_marks = lambda *given: [mark for mark in counted(*given) if mark.column != "penalised"]
sys.exit(run(["audit", "derive", "--logs", sys.argv[1], *sys.argv[2:]]))
"""


@pytest.fixture
def derived(capsys: pytest.CaptureFixture[str]) -> Any:
    def of(folder: Path) -> Told:
        code = run(["audit", "derive", "--logs", str(folder), "--json"])
        told: Told = json.loads(capsys.readouterr().out)
        assert code == (0 if told["equal"] else 1)
        return told

    return of


def whats(listed: Told) -> list[str]:
    return [finding["what"] for finding in listed["findings"]]


def parts(listed: Told) -> dict[str, tuple[Any, Any]]:
    return {".".join(part["path"]): (part["signed"], part["derived"]) for part in listed["parts"]}


def named(told: Told, number: str, township: str = TOWN, campaign: str = "winter") -> Told:
    wanted = number, township, campaign
    (found,) = [
        each for each in told["listed"] if (each["number"], each["township"], each["campaign"]) == wanted
    ]
    return dict(found)


def with_another_rule(*more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", ANOTHER_RULE, str(FIRST), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_counting_rule_that_changed_is_seen_in_every_report_that_it_moves() -> None:
    done = with_another_rule("--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    first = named(told, "1-d-a-1")
    assert parts(first)["figures.penalised"] == (2, 0)
    assert set(parts(first)) == {"figures.penalised", "digest", "lineage_digest", "paper"}
    assert whats(first) == [], "what was signed is as it was"
    sheet = parts(named(told, "1-annex-3-1"))
    assert set(sheet) == {"distinct.penalised", "digest", "paper"}, "its rows are as they were signed"
    moved = {each["number"] for each in told["listed"]}
    assert not any("v-" in number or "annex-4" in number for number in moved)
    assert {each["township"] for each in told["listed"]} == {TOWN, ELSEWHERE}


def test_people_read_which_cell_differs_and_how() -> None:
    told = with_another_rule().stdout
    assert "500112143 winter 1-d-a-1 甲科 第1期（截至11月30日）" in told
    assert "  figures.penalised 执法处罚（家）: 2 → 0" in told
    assert told.splitlines()[-1].startswith("报送件 56，汇总表 30，不同 ")


def test_one_digit_of_a_signed_figure(tmp_path: Path, derived: Any) -> None:
    def alter(event: Told) -> None:
        event["data"]["figures"]["hazards_found"] += 1

    which = signed("1-d-a-1", TOWN)
    before = next(filter(which, events(FIRST, "reporting")))["data"]["figures"]["hazards_found"]
    told = derived(altered(tmp_path, "reporting", alter, which=which, whole=True))
    found = named(told, "1-d-a-1")
    assert whats(found) == ["signature", "paper"]
    assert parts(found)["figures.hazards_found"] == (before + 1, before)
    assert all(each["township"] == TOWN for each in told["listed"])
    assert [log.get("finding") for log in told["logs"]] == [None, None, None], "the chain was made to fit"


def test_one_digit_of_a_signed_figure_where_the_chain_was_left_alone(tmp_path: Path, derived: Any) -> None:
    def alter(event: Told) -> None:
        event["data"]["figures"]["hazards_found"] += 1

    which = signed("1-d-a-1", TOWN)
    position = next(filter(which, events(FIRST, "reporting")))["position"]
    told = derived(altered(tmp_path, "reporting", alter, which=which, whole=False))
    finding = told["logs"][0]["finding"]
    assert (finding["what"], finding["log"], finding["position"]) == ("bytes", "reporting", position)
    assert "figures.hazards_found" in parts(named(told, "1-d-a-1"))


@pytest.mark.parametrize(
    ("name", "what"), [("signature", "signature"), ("paper_signature", "paper"), ("key_id", "key")]
)
def test_a_signature_that_is_another(tmp_path: Path, derived: Any, name: str, what: str) -> None:
    def alter(event: Told) -> None:
        event["data"][name] = event["data"][name].translate(str.maketrans("abcd0123", "bcda1230"))

    folder = altered(tmp_path, "reporting", alter, which=signed("2-v-w-1", ELSEWHERE), whole=True)
    (found,) = derived(folder)["listed"]
    assert (found["number"], found["township"], whats(found)) == ("2-v-w-1", ELSEWHERE, [what])
    assert found["parts"] == []


@pytest.mark.parametrize("which", ["signature", "paper"])
def test_a_signature_of_a_sheet_that_is_another(tmp_path: Path, derived: Any, which: str) -> None:
    def alter(event: Told) -> None:
        bearer = event["data"] if which == "signature" else event["data"]["paper"][0]
        bearer["signature"] = "A" * len(bearer["signature"])

    folder = altered(tmp_path, "reporting", alter, which=signed("1-annex-4-2", TOWN), whole=True)
    (found,) = derived(folder)["listed"]
    assert (found["kind"], found["number"], whats(found)) == ("consolidation", "1-annex-4-2", [which])


def test_an_event_that_is_missing(tmp_path: Path, derived: Any) -> None:
    """What was signed before it is derived all the same, and nothing after it."""
    copy = copied(tmp_path)
    told = events(copy, "hazards")
    missing = next(each["position"] for each in told if each["subject"].endswith("/hazard/missed"))
    write(copy, "hazards", [each for each in told if each["position"] != missing])
    found = derived(copy)
    assert found["logs"][2]["finding"]["position"] == missing
    assert {each["not_derived"]["code"] for each in found["listed"]} == {"log"}
    numbers = {(each["campaign"], each["number"]) for each in found["listed"]}
    assert ("winter", "2-d-a-3") in numbers
    assert ("winter", "2-d-a-2") not in numbers


def test_events_that_are_missing_at_the_end(tmp_path: Path, derived: Any) -> None:
    copy = copied(tmp_path)
    write(copy, "hazards", events(copy, "hazards")[:-1])
    found = derived(copy)
    assert {tuple(whats(each)) for each in found["listed"]} == {("missing",)}
    assert {each["number"].partition("-")[0] for each in found["listed"]} == {"3", "final"}


def test_a_log_that_was_rewritten_with_a_chain_that_fits(tmp_path: Path, derived: Any) -> None:
    def alter(event: Told) -> None:
        event["data"]["by"] = "d-b"

    def which(event: Told) -> bool:
        return event["subject"] == f"{TOWN}/hazard/h1" and event["type"] == "hazard.found"

    told = derived(altered(tmp_path, "hazards", alter, which=which, whole=True))
    found = named(told, "1-d-a-1")
    assert whats(found) == ["hash"]
    assert parts(found)["figures.major_found"] == (1, 0)
    assert parts(named(told, "1-d-a-1", ELSEWHERE)) == {}, "the same id in the other town is another hazard"
    assert whats(named(told, "1-d-a-1", ELSEWHERE)) == ["hash"]


def test_a_key_that_was_revoked_later_from_before(tmp_path: Path, derived: Any) -> None:
    copy = copied(tmp_path)
    told = events(copy, "reporting")
    revoked = next(each for each in told if each["type"] == "key.revoked")
    data = {**revoked["data"], "revoked_from": "2024-12-15T00:00:00.000000Z"}
    again = {**told[-1], **{name: revoked[name] for name in ("type", "dataschema", "subject", "township")}}
    write(copy, "reporting", chained([*told, {**again, "data": data}]))
    found = derived(copy)
    assert {tuple(whats(each)) for each in found["listed"]} == {("key",)}
    numbers = {each["number"] for each in found["listed"]}
    assert numbers == {"2-d-b-1", "2-annex-3-1", "2-annex-4-1", "2-d-a-3", "2-annex-3-2"}
    assert all(each["parts"] == [] for each in found["listed"])


def test_a_policy_that_was_taken_away(monkeypatch: pytest.MonkeyPatch, derived: Any) -> None:
    monkeypatch.delitem(POLICIES, "2")
    found = derived(FIRST)
    assert {(each["campaign"], each["not_derived"]["code"]) for each in found["listed"]} >= {
        ("winter-2", "policy")
    }
    assert all(each["campaign"] == "winter-2" for each in found["listed"])


def test_an_event_that_this_version_cannot_read(tmp_path: Path, derived: Any) -> None:
    def alter(event: Told) -> None:
        event["type"] = "submission.praised"

    folder = altered(tmp_path, "reporting", alter, which=signed("2-v-e-1", TOWN), whole=True)
    finding = derived(folder)["logs"][0]["finding"]
    assert (finding["what"], finding["log"]) == ("unreadable", "reporting")


def test_an_event_that_does_not_follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = copied(tmp_path)
    told = events(copy, "reporting")
    gone = next(filter(signed("1-d-a-1", TOWN), told))
    write(copy, "reporting", chained([each for each in told if each is not gone]))
    assert run(["audit", "derive", "--logs", str(copy)]) == 1
    assert "does not follow" in capsys.readouterr().err


def test_a_line_that_is_no_event(tmp_path: Path, derived: Any) -> None:
    copy = copied(tmp_path)
    with (copy / "registry.jsonl").open("ab") as file:
        file.write(b"x" * 2_000_000)
    told = derived(copy)
    assert told["listed"] == [], "nothing was signed after it"
    assert told["logs"][1]["finding"]["what"] == "unreadable"
    assert not told["equal"]
