"""Figures before an event that can't be applied: the last good ones, marked; nothing is signed from them."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from services.reporting.counting.marks import marks_of
from shared.instant import write_instant
from tests.reporting.consolidation.sheets import accept, prepared
from tests.reporting.consolidation.sheets import body as body_of_sheet
from tests.reporting.projection.applying import assert_equals_a_recount
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, LOG_IDS
from tests.reporting.submissions.office import FILER, Office
from tests.reporting.telling import found, unit, visit
from tests.support.newer_release import ProgressNoted, newer_release

PATIENCE_SECONDS = 60
HEADER = "Paicha-Stale"


async def eventually(reached: Callable[[], Any]) -> Any:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (value := await reached()):
            await asyncio.sleep(0.05)
    return value


async def stopped(reporting: RunningReporting) -> list[dict[str, Any]]:
    token = reporting.issuer.token(role="operator", sub="operator")
    answer = await reporting.client.get("/stopped", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()["stopped"]
    return told


async def stands(reporting: RunningReporting) -> dict[str, Any]:
    """Once what could be sent of the story was applied."""
    await reporting.send()
    (told,) = await eventually(lambda: stopped(reporting))
    return dict(told)


def unknown_type(office: Office) -> int:
    story = office.reporting.story
    with newer_release():
        return story.tell(ProgressNoted.type, "12-13", "h1")


def unknown_version(office: Office) -> int:
    parts, ground = [{"kind": "fine", "fine_fen": 700}], "安全生产法"
    with newer_release():
        return office.reporting.story.tell(
            "penalty.imposed", "12-13", "p9", version=3, unit_id="u1", by=FILER, parts=parts,
            decision_no="9", ground=ground,
        )  # fmt: skip


@pytest.mark.parametrize("append", [unknown_type, unknown_version])
async def test_it_stands_before_an_event_of_a_newer_release_and_goes_on_with_one_that_knows_it(
    office: Office, append: Callable[[Office], int], tmp_path: Path
) -> None:
    reporting = office.reporting
    found(reporting.story, "before", "12-13")
    position = append(office)
    found(reporting.story, "after", "12-13")
    told = await stands(reporting)
    written = reporting.story.logs["hazards"][position - 1]
    assert (told["log"], told["position"]) == ("hazards", position)
    assert (told["type"], told["version"]) == (written.type, written.version)
    assert told["why"] == f"this release knows no {written.type} of version {written.version}"

    document = await reporting.document("annex-3")
    assert document["positions"]["hazards"] == position - 1, "all before it is counted, of the same batch too"
    rows = {row["filer"]["id"]: row["cells"] for row in document["rows"]}
    assert rows[FILER]["hazards_found"] == 3
    with newer_release():
        (tmp_path / "later").mkdir()
        service = running_reporting(reporting.bus, office.database, tmp_path / "later", reporting.story)
        async with service as later:
            await later.publish()
            assert await stopped(later) == []
            document = await later.document("annex-3")
            assert "stale" not in document
            rows = {row["filer"]["id"]: row["cells"] for row in document["rows"]}
            assert rows[FILER]["hazards_found"] == 4
            await assert_equals_a_recount(later.pool, later.story)
    # The process of the release before takes part as soon as nothing that it does not know is ahead of it.
    await eventually(lambda: _ready(reporting))
    assert "stale" not in await reporting.document("annex-3")


async def _ready(reporting: RunningReporting) -> bool:
    return (await reporting.client.get("/health/ready")).status_code == 200


async def test_every_answer_is_marked(office: Office) -> None:
    reporting = office.reporting
    fresh = await reporting.get("annex-3")
    position = unknown_type(office)
    await stands(reporting)
    since = write_instant(reporting.story.logs["hazards"][-1].recorded)
    mark = {"log": "hazards", "position": position - 1, "since": since}
    header = f'hazards; position={position - 1}; since="{since}"'

    form = await reporting.get("annex-3")
    assert (form.headers[HEADER], form.json()["stale"]) == (header, [mark])
    assert form.headers["ETag"] != fresh.headers["ETag"], "that there is more to come is news"
    assert form.json()["digest"] == fresh.json()["digest"], "the figures are the last good ones"
    for _ in range(2):
        again = await reporting.get("annex-3", headers={"If-None-Match": form.headers["ETag"]})
        assert (again.status_code, again.headers[HEADER]) == (304, header)

    for path in ("totals", "series?by=day", "ranking?by=units", "cells/d-a/hazards_found", "overdue"):
        answer = await asked(reporting, f"annex-3/{path}")
        assert (answer.headers[HEADER], answer.json()["stale"]) == (header, [mark]), path
    table = await asked(reporting, "annex-3/ranking.csv?by=units")
    assert table.headers[HEADER] == header
    for path in ("annex-3.xlsx", "annex-3/cells/d-a/hazards_found.xlsx"):
        written = await asked(reporting, path)
        assert written.headers[HEADER] == header, path
        assert "【数据停滞】日志 hazards 只计入到位置" in texts_of(written.content), path
    ready = await office.get(f"periods/2/{FILER}")
    assert (ready.headers[HEADER], ready.json()["report"]["stale"]) == (header, [mark])


async def asked(reporting: RunningReporting, path: str) -> httpx.Response:
    token = reporting.issuer.token(role="safety_office", sub="office")
    answer = await reporting.client.get(
        f"/campaigns/{CAMPAIGN}/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.text
    return answer


def texts_of(workbook: bytes) -> str:
    book = load_workbook(BytesIO(workbook))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)


async def test_what_names_its_positions_is_as_good_as_ever(office: Office) -> None:
    reporting = office.reporting
    number = await office.signed()
    named = ",".join(f"{log}:{position}" for log, position in reporting.story.positions.items())
    before = await reporting.get("annex-3", positions=named)
    position = unknown_type(office)
    await stands(reporting)
    after = await reporting.get("annex-3", positions=named)
    assert HEADER not in after.headers
    assert (after.json(), after.headers["ETag"]) == (before.json(), before.headers["ETag"])
    assert "stale" not in await reporting.document("annex-3", submission=number)
    beyond = await reporting.get("annex-3", positions=f"hazards:{position}")
    assert (beyond.status_code, beyond.json()["code"]) == (409, "position_not_reached")


async def test_nothing_is_signed_and_the_first_answer_stays(office: Office) -> None:
    once, body = "a-key", await office.body()
    first = await office.post("submissions", body, office.officer, once)
    assert first.status_code == 201, first.text
    position = unknown_type(office)
    await stands(office.reporting)
    again = await office.post("submissions", body, office.officer, once)
    assert (again.status_code, again.json()) == (201, first.json())
    refused = await office.sign("2", "d-b")
    assert (refused.status_code, refused.json()["code"]) == (409, "figures_stale")
    assert f"位置 {position - 1}" in refused.json()["zh"]
    assert f"position {position - 1}" in refused.json()["en"]
    await accept(office, first.json()["number"])
    assert (await prepared(office))["stale"][0]["position"] == position - 1
    refused = await office.post("consolidations", await body_of_sheet(office))
    assert (refused.status_code, refused.json()["code"]) == (409, "figures_stale"), refused.text


async def test_readiness_metrics_and_the_command_name_the_event(office: Office) -> None:
    reporting = office.reporting
    position = unknown_type(office)
    await stands(reporting)
    ready = await reporting.client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["hazards"] == (
        f"can't apply hazards {position} ({ProgressNoted.type}, version 1): "
        f"this release knows no {ProgressNoted.type} of version 1"
    )
    assert ready.json()["checks"]["registry"] == "ok"
    operator = office.as_("operator")
    metrics = (await reporting.client.get("/metrics", headers=operator)).text
    assert f'paicha_projection_stopped_position{{log="hazards"}} {float(position)}' in metrics
    assert (await reporting.client.get("/stopped", headers=office.officer)).status_code == 403


def fails(monkeypatch: pytest.MonkeyPatch) -> AbstractContextManager[object]:
    """Counting has a mistake that one subject meets."""

    def counted(kind: str, subject: str, *more: Any) -> Any:
        if subject == "odd":
            raise ZeroDivisionError("the name of 某人 is in here")
        return marks_of(kind, subject, *more)

    monkeypatch.setattr("services.reporting.projection.recount_rows.marks_of", counted)
    return nullcontext()


async def test_a_fold_that_raises_and_is_mended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reporting = office.reporting
    with monkeypatch.context() as mistaken:
        fails(mistaken)
        found(reporting.story, "fine", "12-13")
        position = found(reporting.story, "odd", "12-13")
        unit(reporting.story, "u77")
        visit(reporting.story, "later", "12-13", unit_id="u77")
        told = await stands(reporting)
        assert (told["position"], told["type"]) == (position, "hazard.found")
        assert told["why"].startswith("ZeroDivisionError at tests/reporting/stale/"), told
        assert "某人" not in str(told)
        applied = reporting.story.positions["registry"]
        positions = await eventually(lambda: _at(reporting, registry=applied))
        assert positions == {"registry": applied, "hazards": position - 1}, "the other log goes on"
    await reporting.publish()
    assert await stopped(reporting) == []
    await assert_equals_a_recount(reporting.pool, reporting.story)


async def _at(reporting: RunningReporting, registry: int) -> dict[str, int] | None:
    positions: dict[str, int] = (await reporting.document("annex-3"))["positions"]
    return positions if positions["registry"] == registry else None


async def test_an_event_of_the_registry(office: Office) -> None:
    reporting = office.reporting
    with newer_release():
        position = reporting.story.tell(
            "unit.graded", "12-13", "u1", version=2, grade="red", basis="现场评定"
        )
    told = await stands(reporting)
    assert (told["log"], told["position"]) == ("registry", position)
    stale = (await reporting.document("annex-4"))["stale"]
    assert [(each["log"], each["position"]) for each in stale] == [("registry", position - 1)]


async def test_what_is_no_event_at_all(office: Office) -> None:
    """Only whoever may publish for the registry could have put it there."""
    reporting = office.reporting
    jetstream = (await reporting.bus.connect("hazards")).jetstream(timeout=30)
    await jetstream.publish("hazards.500112143.hazard.found", b'{"position": "odd"}')
    (told,) = await eventually(lambda: stopped(reporting))
    assert told["position"] == reporting.story.positions["hazards"] + 1
    assert told["type"] == "?"
    assert LOG_IDS["hazards"]
    assert (await reporting.document("annex-3"))["stale"][0]["position"] == told["position"] - 1
