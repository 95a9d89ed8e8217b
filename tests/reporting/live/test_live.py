"""The event stream over HTTP, from published events to what a screen shows, on real servers."""

import asyncio

import pytest

from services.reporting.live import stream
from services.reporting.live.streams import MOST_OF_ONE
from tests.reporting.live.screens import BOARD, Screen, without_uncredited
from tests.reporting.running import RunningReporting
from tests.reporting.story import CAMPAIGN
from tests.reporting.telling import closed, found, unit, voided

OTHER = "500112999"
"""Another town."""


async def test_first_everything_then_what_changes(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    await screen.follow(lambda: True)
    first = screen.told[0]
    assert (first.name, first.data["positions"]) == ("cells", reporting.story.positions)
    assert without_uncredited(screen.cells) == await screen.forms()
    assert screen.cells["annex-3", "d-a", "fines"] == "1.200001"
    assert screen.cells["annex-3", "total:distinct", "inspected"] == 1
    assert screen.cells["annex-3", "total:sum", "inspected"] == 2

    async def closing() -> None:
        closed(reporting.story, "12-20")
        await reporting.publish()

    changing = asyncio.create_task(closing())
    await screen.follow(screen.up_to_date)
    await changing
    assert [event.name for event in screen.told[1:]] in (["positions", "changed"], ["changed"])
    assert screen.told[-1].cells == {
        ("annex-4", "v-e", "hazards_closed"): 1,
        ("annex-4", "total:sum", "hazards_closed"): 1,
        ("annex-4", "total:distinct", "hazards_closed"): 1,
    }


async def test_what_working_groups_did_for_nobody_is_uncredited(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    await screen.follow(lambda: True)
    unit(reporting.story, "u2", department=None)
    found(reporting.story, "h2", by="g-1", unit_id="u2")
    await reporting.publish()
    await screen.follow(screen.up_to_date)
    assert screen.cells["annex-3", "uncredited", "hazards_found"] == 1
    assert without_uncredited(screen.cells) == await screen.forms()


async def test_a_row_that_leaves_the_form_has_no_values_any_more(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    await screen.follow(lambda: True)
    opened = next(one for one in reporting.story.logs["registry"] if one.type == "campaign.opened")
    data = {**opened.data, "departments": ["d-a"]}
    del data["campaign_id"]
    reporting.story.tell("campaign.opened", "11-14", CAMPAIGN, **data)
    visits = [one for one in reporting.story.logs["hazards"] if one.type == "inspection.completed"]
    reporting.story.tell("inspection.voided", "12-30", visits[0].data["inspection_id"], reason="误报")
    await reporting.publish()
    await screen.follow(screen.up_to_date)
    assert screen.told[-1].cells["annex-3", "d-b", "units"] is None
    assert without_uncredited(screen.cells) == await screen.forms()


async def test_who_comes_back_is_told_the_difference_alone(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    await screen.follow(lambda: True)
    closed(reporting.story, "12-20")
    await reporting.publish()
    voided(reporting.story, "h1")
    await reporting.publish()
    await screen.follow(lambda: True)
    assert [event.name for event in screen.told] == ["cells", "changed"]
    assert {cell[2] for cell in screen.told[1].cells} == {"hazards_found"}
    assert without_uncredited(screen.cells) == await screen.forms()


async def test_who_comes_back_to_the_same_hears_positions_alone(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    await screen.follow(lambda: True)
    await screen.follow(lambda: True)
    assert [event.name for event in screen.told] == ["cells", "positions"]


@pytest.mark.parametrize("last_id", ["registry:1,hazards:1;0123456789abcdef", "x", "总"])
async def test_an_id_that_means_nothing_here_gets_everything(
    reporting: RunningReporting, last_id: str
) -> None:
    screen = Screen(reporting, last_id=last_id)
    async with reporting.client.stream(
        "GET",
        "/live",
        params={"campaign": CAMPAIGN},
        headers=[(name.encode(), value.encode()) for name, value in screen.headers().items()],
    ) as answer:
        text = await anext(answer.aiter_text())
    assert "event: cells" in text


async def test_an_id_of_another_sight_gets_everything(reporting: RunningReporting) -> None:
    office = Screen(reporting)
    await office.follow(lambda: True)
    village = Screen(reporting, "reporter", "v-e", last_id=office.last_id)
    await village.follow(lambda: True)
    assert village.told[0].name == "cells"


async def test_reporters_see_their_own_cells_and_hear_of_no_others_changes(
    reporting: RunningReporting,
) -> None:
    screens = {each: Screen(reporting, "reporter", each) for each in ("v-e", "v-w")}
    watching = [asyncio.create_task(screen.follow(screen.up_to_date)) for screen in screens.values()]
    await asyncio.gather(*watching)
    for each, screen in screens.items():
        assert {cell[1] for cell in screen.cells} == {each}
        assert screen.cells == await screen.forms()
    closed(reporting.story, "12-20")
    await reporting.publish()
    await asyncio.gather(*(screen.follow(screen.up_to_date) for screen in screens.values()))
    assert screens["v-e"].told[-1].cells == {("annex-4", "v-e", "hazards_closed"): 1}
    assert {event.name for event in screens["v-w"].told[1:]} == {"positions"}


@pytest.mark.parametrize("role", ["leader", "auditor", "dashboard"])
async def test_who_sees_every_filer(reporting: RunningReporting, role: str) -> None:
    screen = Screen(reporting, role)
    await screen.follow(lambda: True)
    assert without_uncredited(screen.cells) == await screen.forms()


async def test_refusals_come_before_the_stream(reporting: RunningReporting) -> None:
    for screen, campaign, status, code in (
        (Screen(reporting, "operator"), CAMPAIGN, 403, "not_allowed"),
        (Screen(reporting), "summer", 404, "not_found"),
        (Screen(reporting, township=OTHER), CAMPAIGN, 404, "not_found"),
    ):
        async with screen.asked(campaign) as answer:
            await answer.aread()
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await reporting.client.get("/live", params={"campaign": CAMPAIGN})).status_code == 401
    assert (await reporting.client.get("/live", headers=Screen(reporting).headers())).status_code == 422


async def test_two_towns_with_the_same_ids_hear_nothing_of_each_other(reporting: RunningReporting) -> None:
    story = reporting.story
    for envelope in [*story.logs["registry"], *story.logs["hazards"]]:
        story.again_in(envelope, OTHER)
    await reporting.publish()
    here, there = Screen(reporting), Screen(reporting, township=OTHER)
    for screen in (here, there):
        await screen.follow(screen.up_to_date)
        assert without_uncredited(screen.cells) == await screen.forms()
    story.tell("hazard.closed", "12-20", "h1", OTHER, by="d-b")
    await reporting.publish()
    for screen in (here, there):
        await screen.follow(screen.up_to_date)
        assert without_uncredited(screen.cells) == await screen.forms()
    assert here.told[-1].name == "positions"
    assert there.told[-1].name == "changed"
    here.last_id = there.last_id
    await here.follow(screen.up_to_date)
    assert here.told[-1].name == "cells"


async def test_streams_of_one_account_are_bounded_and_free_again_when_left(
    reporting: RunningReporting,
) -> None:
    screens = [Screen(reporting) for _ in range(MOST_OF_ONE)]
    full = asyncio.Event()
    at_once = asyncio.Barrier(MOST_OF_ONE + 1)

    async def stay(screen: Screen) -> None:
        async with screen.asked() as answer:
            assert answer.status_code == 200
            await at_once.wait()
            await full.wait()

    staying = [asyncio.create_task(stay(screen)) for screen in screens]
    await at_once.wait()
    async with Screen(reporting).asked(origin=BOARD) as answer:
        await answer.aread()
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_streams")
    assert "retry-after" in answer.headers
    assert answer.headers["access-control-allow-origin"] == BOARD
    await Screen(reporting, "reporter", "v-e").follow(lambda: True)
    full.set()
    await asyncio.gather(*staying)
    async with asyncio.timeout(60):
        while True:
            async with Screen(reporting).asked() as answer:
                if answer.status_code == 200:
                    break
                await asyncio.sleep(0.05)


async def test_signs_of_life_come_while_nothing_happens(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.2)
    async with asyncio.timeout(60), Screen(reporting).asked() as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        comments = 0
        async for line in answer.aiter_lines():
            comments += line.startswith(":")
            if comments == 3:
                return
