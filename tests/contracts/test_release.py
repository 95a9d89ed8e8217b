"""Nothing that the last release offered to outsiders is taken away or changed (docs/development.md)."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from shared.version import VERSION
from tests.contracts.release.__main__ import RELEASED, in_lines
from tests.contracts.release.broken import broken
from tests.contracts.release.description import Description, described

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
FORM = "GET /reporting/campaigns/{campaign}/{annex}"


@pytest.fixture(scope="module")
def released() -> Description:
    found: Description = json.loads(RELEASED.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Description:
    return json.loads(json.dumps(described(tmp_path_factory.mktemp("settings"))))  # type: ignore[no-any-return]


def test_nothing_of_the_last_release_is_broken(released: Description, now: Description) -> None:
    found = broken(released, now)
    assert found == [], "\n".join(["For those who rely on the last release:", *found])


def test_the_last_release_is_that_of_the_changelog(released: Description) -> None:
    named = re.findall(r"^## (\d+\.\d+\.\d+)", CHANGELOG.read_text("utf-8"), re.MULTILINE)
    assert released["version"] == (named[0] if named else VERSION)


def _gone(*path: str) -> Callable[[Description], None]:
    def change(now: Description) -> None:
        for name in path[:-1]:
            now = now[name]
        del now[path[-1]]

    return change


def _is(value: Any, *path: Any) -> Callable[[Description], None]:
    def change(now: Description) -> None:
        for name in path[:-1]:
            now = now[name]
        now[path[-1]] = value

    return change


def _without(name: str, listed: str) -> Callable[[Description], None]:
    return lambda now: now[listed].remove(name)


ANSWER = ("http", FORM, "answers", "200 application/json")
BREAKS: list[tuple[Callable[[Description], None], str]] = [
    (_gone("events", "hazard.found"), "event hazard.found 1 is gone"),
    (_gone("events", "penalty.imposed", "1"), "event penalty.imposed 1 is gone"),
    (_gone("events", "hazard.found", "1", ".item"), "event hazard.found 1: .item is gone"),
    (_is(["{}", True], "events", "hazard.found", "1", ".by"), "event hazard.found 1: .by was"),
    (
        _is(["{}", True], "events", "hazard.found", "1", ".floor"),
        "event hazard.found 1: .floor is new and req",
    ),
    (_is(["{}", True], "events", "hazard.found", "1", ".item"), "event hazard.found 1: .item was"),
    (_is("0" * 64, "golden", "hazard.found.v1.json"), "golden hazard.found.v1.json: its bytes changed"),
    (_gone("golden", "penalty.imposed.v1.json"), "golden penalty.imposed.v1.json: its bytes changed"),
    (_without("receipts.{publisher}", "bus"), "bus: receipts.{publisher} is gone"),
    (_without("in_future", "codes"), "problem code in_future is gone"),
    (_gone("http", FORM), f"{FORM} is gone"),
    (_gone("http", FORM, "takes", "query:positions"), f"{FORM} takes: query:positions is gone"),
    (_is(["{}", True], "http", FORM, "takes", "query:new"), f"{FORM} takes: query:new is new and required"),
    (_gone(*ANSWER), f"{FORM} answers no 200 application/json any more"),
    (_gone(*ANSWER, ".digest"), f"{FORM} answers 200 application/json: .digest is gone"),
]


@pytest.mark.parametrize(("change", "said"), BREAKS, ids=[said for _, said in BREAKS])
def test_each_break_is_named(
    released: Description, now: Description, change: Callable[[Description], None], said: str
) -> None:
    changed = deepcopy(now)
    change(changed)
    (found,) = broken(released, changed)
    assert found.startswith(said)


def test_what_was_always_there_may_not_be_left_out(released: Description, now: Description) -> None:
    changed = deepcopy(now)
    changed["http"][FORM]["answers"]["200 application/json"][".digest"][1] = False
    assert broken(released, changed) == [f"{FORM} answers 200 application/json: .digest may be absent now"]


def test_additions_are_none(released: Description, now: Description) -> None:
    changed = deepcopy(now)
    changed["events"]["hazard.found"]["2"] = {"": ["{}", True], ".all": ["{}", True]}
    changed["events"]["hazard.found"]["1"][".floor"] = ["{}", False]
    changed["http"][FORM]["answers"]["200 application/json"][".stale"] = ["{}", True]
    changed["http"]["GET /reporting/new"] = {"takes": {}, "sent": {}, "answers": {}}
    changed["codes"].append("new")
    assert broken(released, changed) == []


def test_what_is_written_at_a_release_is_what_is_offered(now: Description) -> None:
    description = {"version": "9.9.9", **now}
    assert json.loads(in_lines(description)) == description
