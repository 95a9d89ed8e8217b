"""Differences over HTTP: they add up to the forms, page by page, and show nobody another's cells."""

from collections.abc import AsyncIterator, Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.instant import write_instant
from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, at, town
from tests.reporting.telling import closed, found, merged, penalty, referred, unit, visit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

ELSEWHERE = "500112999"
BEGINNING = {"registry": 14, "hazards": 0}
Cells = dict[tuple[str, str, str], dict[str, Any]]
Row = dict[tuple[str, str], Any]


def told() -> Story:
    """The other town has the same ids, and other facts of them."""
    story = town()
    for number in range(1, 4):
        unit(story, f"u{number}")
    visit(story, "i1", by="g-1", unit_id="u1", participants=["o-leader"])
    visit(story, "i2", by="d-a", unit_id="u2", with_=["d-b"])
    found(story, "h1", by="d-a")
    found(story, "h2", by="v-e")
    closed(story, "12-12", "h1")
    referred(story, "12-13", by="v-e", to="d-a", id_="h2")
    penalty(story, "p1", "12-14", by="d-b", fen=12_345)
    story.tell("penalty.revoked", "12-20", "p1", reason="复核")
    merged(story, "u3", "u2", "unit")
    for log in ("registry", "hazards"):
        for envelope in list(story.logs[log]):
            if envelope.type not in ("hazard.closed", "penalty.revoked"):
                story.again_in(envelope, ELSEWHERE)
    return story


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as reporting:
        await reporting.publish()
        yield reporting


async def ask(
    reporting: RunningReporting, a: dict[str, Any], b: dict[str, Any], role: str = "auditor", **more: Any
) -> httpx.Response:
    who = {name: more.pop(name) for name in ("organisation", "township") if name in more}
    body = {"a": {"campaign": CAMPAIGN} | a, "b": {"campaign": CAMPAIGN} | b, **more}
    return await asked(reporting, "POST", "/diff", role, json=body, **who)


async def differences(
    reporting: RunningReporting, a: dict[str, Any], b: dict[str, Any], **more: Any
) -> dict[str, Any]:
    answer = await ask(reporting, a, b, **more)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def by_cell(document: dict[str, Any]) -> Cells:
    return {(cell["annex"], cell["filer"], cell["column"]): cell for cell in document["cells"]}


async def shown(
    reporting: RunningReporting, annex: str, report: dict[str, Any]
) -> dict[tuple[str, str], Any]:
    """Every cell of a form, by filer and column."""
    given = {name: value for name, value in report.items() if name != "positions"}
    if "positions" in report:
        given["positions"] = ",".join(f"{log}:{at_}" for log, at_ in report["positions"].items())
    form = await reporting.document(annex, **given)
    rows = {row["filer"]["id"]: row["cells"] for row in form["rows"]}
    rows |= {f"total:{name}": cells for name, cells in form["totals"].items()}
    return {(filer, column): value for filer, cells in rows.items() for column, value in cells.items()}


REPORTS: list[dict[str, Any]] = [
    {"positions": BEGINNING},
    {"positions": {"registry": 16, "hazards": 5}, "occurred_until": "2024-12-13T00:00:00+08:00"},
    {"positions": {"registry": 15, "hazards": 8}, "policy": "2"},
    {"occurred_until": "2024-12-14T18:00:00+08:00"},
    {"policy": "2"},
    {},
]


async def test_the_parts_add_up_to_what_the_forms_say_there_and_back(reporting: RunningReporting) -> None:
    for a in REPORTS:
        for b in REPORTS:
            cells = by_cell(await differences(reporting, a, b))
            back = by_cell(await differences(reporting, b, a))
            for annex in ("annex-3", "annex-4"):
                before, after = await shown(reporting, annex, a), await shown(reporting, annex, b)
                for filer, column in {*before, *after}:
                    value = before.get((filer, column)), after.get((filer, column))
                    assert_explained(cells.get((annex, filer, column)), column, *value)
            for key, cell in cells.items():
                assert [-part["weight"] for part in reversed(back[key]["parts"])] == [
                    part["weight"] for part in cell["parts"]
                ]


def assert_explained(cell: dict[str, Any] | None, column: str, before: Any, after: Any) -> None:
    """A row that is missing in one of the forms has nothing in it."""
    unit_ = Decimal(1_000_000) if column == "fines" else Decimal(1)
    change = (Decimal(after or 0) - Decimal(before or 0)) * unit_
    if cell is None:
        assert change == 0
        return
    assert (Decimal(cell["from"]), Decimal(cell["to"])) == (Decimal(before or 0), Decimal(after or 0))
    assert sum(part["weight"] for part in cell["parts"]) == change
    sums = sum(cause["plus"] + cause["minus"] for cause in cell["causes"].values())
    assert sums == change


async def test_what_a_part_says(reporting: RunningReporting) -> None:
    document = await differences(
        reporting,
        {"annex": "annex-3", "positions": BEGINNING},
        {"annex": "annex-3", "positions": "hazards:8"},
    )
    assert document["a"]["positions"] == BEGINNING
    assert document["b"]["annex"] == "annex-3"
    assert document["b"]["positions"]["hazards"] == 8
    fines = by_cell(document)["annex-3", "d-b", "fines"]
    assert (fines["from"], fines["to"]) == ("0.0000", "0.012345")
    assert fines["causes"] == {"new_activity": {"plus": 12_345, "minus": 0}}
    envelope = reporting.story.logs["hazards"][6]
    assert fines["parts"] == [
        {
            "subject": {"kind": "penalty", "id": "p1"},
            "weight": 12_345,
            "cause": "new_activity",
            "events": [
                {
                    "log": "hazards",
                    "position": 7,
                    "type": "penalty.imposed",
                    "occurred": "2024-12-13T16:00:00.000000Z",
                    "recorded": write_instant(envelope.recorded),
                }
            ],
        }
    ]


async def test_pages_give_the_same_parts(reporting: RunningReporting) -> None:
    a, b = {"positions": BEGINNING}, {"positions": reporting.story.positions}
    whole = by_cell(await differences(reporting, a, b))
    paged: dict[tuple[str, str, str], list[Any]] = {}
    after, pages = 0, 0
    while True:
        page = await differences(reporting, a, b, after=after, limit=7)
        for key, cell in by_cell(page).items():
            paged.setdefault(key, []).extend(cell["parts"])
        pages += 1
        if "next" not in page:
            break
        after = page["next"]
    assert pages > 3
    assert paged == {key: cell["parts"] for key, cell in whole.items()}
    assert list(paged) == list(whole)


@pytest.mark.parametrize(("role", "organisation"), [("reporter", "v-e"), ("officer", "d-a")])
async def test_a_filer_sees_its_own_cells(reporting: RunningReporting, role: str, organisation: str) -> None:
    a, b = {"positions": BEGINNING}, {"positions": reporting.story.positions}
    whole = by_cell(await differences(reporting, a, b))
    own = by_cell(await differences(reporting, a, b, role=role, organisation=organisation))
    assert own == {key: cell for key, cell in whole.items() if key[1] == organisation}
    assert own


async def test_who_may_not_ask(reporting: RunningReporting) -> None:
    for role, code in (("dashboard", "not_allowed"), ("operator", "not_allowed")):
        refused = await ask(reporting, {}, {}, role=role)
        assert (refused.status_code, refused.json()["code"]) == (403, code)
    assert (await ask(reporting, {}, {}, township="500000000")).status_code == 404
    elsewhere = by_cell(await differences(reporting, {"policy": "1"}, {"policy": "2"}, township=ELSEWHERE))
    assert elsewhere == {}
    here = by_cell(await differences(reporting, {"policy": "1"}, {"policy": "2"}, township=TOWN))
    assert here["annex-3", "d-b", "fines"]["to"] == "0.0000"


async def test_what_is_refused(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for a, b, status, code in [
        ({"annex": "annex-3"}, {"annex": "annex-4"}, 422, "invalid_request"),
        ({}, {"campaign": "another"}, 422, "invalid_request"),
        ({}, {"colour": "red"}, 422, "invalid_request"),
        ({"annex": "annex-5"}, {}, 422, "invalid_request"),
        ({"occurred_until": "2024-02-30T00:00:00+08:00"}, {}, 422, "invalid_request"),
        ({"positions": "registry:1,hazards:x"}, {}, 422, "invalid_request"),
        ({"positions": {"registry": -1}}, {}, 422, "invalid_request"),
        ({"positions": {"registry": 10**9}}, {}, 409, "position_not_reached"),
        (REPORTS[0] | {"recorded_until": "2024-12-14T00:00:00Z"}, {}, 422, "invalid_request"),
        ({"recorded_until": "2099-12-14T00:00:00Z"}, {}, 409, "not_final"),
        ({"positions": {"registry": 1}}, {}, 404, "not_found"),
        ({"policy": "99"}, {}, 404, "unknown_policy"),
        ({"policy": ""}, {}, 404, "unknown_policy"),
        ({"positions": {}}, {}, 422, "invalid_request"),
        ({"positions": ""}, {}, 422, "invalid_request"),
        ({"positions": {"registry": True}}, {}, 422, "invalid_request"),
        ({"positions": "hazards:9007199254740992"}, {}, 422, "invalid_request"),
    ]:
        with subtests.test(a=a, b=b, status=status, code=code):
            refused = await ask(reporting, a, b)
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


async def test_what_is_said_beside_the_body_or_in_another_type_is_refused(
    reporting: RunningReporting,
) -> None:
    for more in ({"limit": True}, {"limit": "5"}, {"after": 1.5}, {"limit": 0}, {"limit": 50_001}):
        assert (await ask(reporting, {}, {}, **more)).status_code == 422, more
    body = {"a": {"campaign": CAMPAIGN}, "b": {"campaign": CAMPAIGN}}
    answer = await asked(reporting, "POST", "/diff", json=body, params={"limit": "1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_recorded_time_is_resolved_to_positions(reporting: RunningReporting) -> None:
    closed_time = at("2025-06-01")
    for log in ("registry", "hazards"):
        await reporting.announce(log, closed_time)
    until = "2024-12-12T00:00:00+08:00"
    document = await differences(reporting, {"recorded_until": until}, {})
    named = await differences(reporting, {"positions": document["a"]["positions"]}, {})
    assert document["cells"] == named["cells"]
    assert document["a"]["recorded_until"] == "2024-12-11T16:00:00.000000Z"


async def test_a_town_that_is_too_large_to_walk_over_is_refused(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.reporting.differences.between.WALKED_MIB", 0)
    refused = await ask(reporting, {}, {"policy": "2"})
    assert (refused.status_code, refused.json()["code"]) == (422, "town_too_large")
