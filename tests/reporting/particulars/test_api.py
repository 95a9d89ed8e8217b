"""明细台账 over HTTP: as of any times, town by town, bounded, and never another filer's."""

import pytest

from services.reporting.particulars import api, stored_events
from tests.reporting.asking import asked
from tests.reporting.particulars.lists import ask_list, list_of
from tests.reporting.particulars.told import ELSEWHERE
from tests.reporting.running import RunningReporting
from tests.reporting.story import CAMPAIGN, TOWN
from tests.reporting.telling import closed, unit


async def test_as_recorded_at_earlier_positions(reporting: RunningReporting) -> None:
    before = {"registry": 0, "hazards": 0}
    for log, type_ in (("registry", "unit.described"), ("hazards", "hazard.closed")):
        events = reporting.story.logs[log]
        before[log] = next(each.position for each in events if each.type == type_) - 1
    positions = ",".join(f"{log}:{position}" for log, position in before.items())
    (line,) = (await list_of(reporting, "d-a/hazards_found", positions=positions)).lines
    assert (line["单位名称"], line["销号日期"]) == ("=1+1", "")
    assert (await list_of(reporting, "d-a/hazards_closed", positions=positions)).lines == []
    unit(reporting.story, "u9")
    closed(reporting.story, "12-30", "h2")
    whole = await reporting.document("annex-3")
    asked_again = ",".join(f"{log}:{position}" for log, position in whole["positions"].items())
    now = await list_of(reporting, "d-a/units", positions=asked_again)
    await reporting.publish()
    assert (await list_of(reporting, "d-a/units", positions=asked_again)).lines == now.lines
    assert len((await list_of(reporting, "d-a/units")).lines) == 3


async def test_towns_that_use_the_same_ids_stay_apart(reporting: RunningReporting) -> None:
    here = await list_of(reporting, "d-a/hazards_found")
    there = await list_of(reporting, "d-a/hazards_found", township=ELSEWHERE)
    assert here.column("单位名称") == ["大厂"]
    assert there.column("单位名称") == ["别镇的厂"]
    assert there.column("排查单位") == ["别镇甲科"]
    assert set(here.column("日志位置")).isdisjoint(there.column("日志位置"))
    elsewhere = await ask_list(reporting, "d-a/units", township="500000000")
    assert elsewhere.status_code == 404


async def test_a_filer_has_the_lists_of_its_own_cells_alone(reporting: RunningReporting) -> None:
    own = await ask_list(reporting, "d-a/hazards_found", "officer", "d-a")
    assert own.status_code == 200
    for cell in (
        "d-b/hazards_found",
        "d-nowhere/units",
        "total:sum/units",
        "total:distinct/units",
        "uncredited/units",
    ):
        refused = await ask_list(reporting, cell, "officer", "d-a")
        path = f"/campaigns/{CAMPAIGN}/annex-3/cells/{cell}"
        pages = await asked(reporting, "GET", path, "officer", "d-a", TOWN)
        assert refused.status_code == 403, cell
        assert refused.json()["code"] == pages.json()["code"] == "not_yours", cell
    machine = await ask_list(reporting, "d-a/units", "dashboard")
    assert machine.json()["code"] == "not_allowed"


async def test_odd_questions(reporting: RunningReporting, subtests: pytest.Subtests) -> None:
    for cell, parameters, status, code in [
        ("d-a/filer", {}, 404, "not_found"),
        ("d-a/referred_to_town", {}, 404, "not_found"),
        ("v-e/units", {}, 404, "not_found"),
        ("d-a/units", {"limit": "10"}, 422, "invalid_request"),
        ("d-a/units", {"policy": "0"}, 404, "unknown_policy"),
        ("d-a/units", {"positions": "hazards:999999"}, 409, "position_not_reached"),
    ]:
        with subtests.test(cell=cell, parameters=parameters, status=status, code=code):
            refused = await ask_list(reporting, cell, **parameters)
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


async def test_more_lines_than_anybody_reads_are_refused(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MOST_LINES", 1)
    refused = await ask_list(reporting, "d-a/units")
    assert (refused.status_code, refused.json()["code"]) == (422, "list_too_large")
    assert "共 2 行，最多 1 行" in refused.json()["zh"]
    assert (await ask_list(reporting, "d-a/hazards_found")).status_code == 200
    monkeypatch.setattr(stored_events, "MOST_OF_TYPE", 1)
    assert (await ask_list(reporting, "d-a/hazards_closed")).json()["code"] == "list_too_large"


async def test_asked_again_nothing_has_changed(reporting: RunningReporting) -> None:
    first = await ask_list(reporting, "d-a/units")
    assert first.headers["content-disposition"] == 'attachment; filename="annex-3-units.xlsx"'
    token = reporting.issuer.token(sub="safety_office", role="safety_office", township=TOWN)
    headers = {"Authorization": f"Bearer {token}", "If-None-Match": first.headers["etag"]}
    path = f"/campaigns/{CAMPAIGN}/annex-3/cells"
    assert (await reporting.client.get(f"{path}/d-a/units.xlsx", headers=headers)).status_code == 304
    assert (await reporting.client.get(f"{path}/d-b/units.xlsx", headers=headers)).status_code == 200
    assert (await ask_list(reporting, "d-a/units")).content == first.content
