"""The duty roster: entered by the safety office day by day or as a month; who can't be reached shows."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.notifications.chain import TOWN, Chain, day
from tests.notifications.running import Service

LEADER = {"duty": "leader", "kind": "official", "id": "o-1"}
OFFICER = {"duty": "officer", "kind": "person", "id": "p-1"}
DECEMBER = "/duty-roster?from=2024-12-01&to=2024-12-31"


async def put(
    service: Service, path: str, body: Any, role: str = "safety_office", township: str = TOWN
) -> tuple[int, str | None]:
    answer = await service.client.put(
        f"/duty-roster{path}", json=body, headers=service.as_(role, township=township)
    )
    return answer.status_code, answer.json()["code"] if answer.status_code >= 400 else None


async def entered(service: Service, where: str = DECEMBER) -> list[tuple[str, str]]:
    return [(one["day"], one["id"]) for one in (await service.get(where))["roster"]]


async def test_a_day_is_replaced_and_cleared(service: Service) -> None:
    assert await put(service, "/2024-12-14", {"on_duty": [LEADER, OFFICER]}) == (200, None)
    assert await put(service, "/2024-12-15", {"on_duty": [OFFICER]}) == (200, None)
    assert await entered(service) == [("2024-12-14", "p-1"), ("2024-12-14", "o-1"), ("2024-12-15", "p-1")]
    assert await put(service, "/2024-12-14", {"on_duty": [{**OFFICER, "id": "p-2"}]}) == (200, None)
    assert await put(service, "/2024-12-15", {"on_duty": []}) == (200, None)
    assert await entered(service) == [("2024-12-14", "p-2")]
    for window in (
        "from=2024-12-15&to=2024-12-16",
        "from=0001-01-01&to=0001-12-31",
        "from=9999-12-31&to=9999-12-31",
    ):
        assert await entered(service, f"/duty-roster?{window}") == []


async def test_a_month_is_entered_whole_or_not_at_all(service: Service) -> None:
    month = [{"day": f"2024-12-{number:02}", "on_duty": [LEADER, OFFICER]} for number in range(1, 32)]
    await put(service, "/2024-12-14", {"on_duty": [{**OFFICER, "id": "p-old"}]})
    for wrong in ({"day": "2024-12-32", "on_duty": []}, month[0], {"day": "2024-12-01"}):
        assert await put(service, "", [*month[:3], wrong]) == (422, "invalid_request")
    assert await entered(service) == [("2024-12-14", "p-old")]
    assert await put(service, "", month) == (204, None)
    assert len(await entered(service)) == 62


async def test_whoever_enters_at_once_enters_one_after_the_other(service: Service) -> None:
    rosters = [{"on_duty": [OFFICER, {**LEADER, "id": f"o-{number}"}]} for number in range(8)]
    answers = await asyncio.gather(*(put(service, "/2024-12-14", each) for each in rosters))
    assert answers == [(200, None)] * 8
    assert len(await entered(service)) == 2


async def test_a_town_has_its_own(service: Service) -> None:
    await put(service, "/2024-12-14", {"on_duty": [LEADER]})
    await put(service, "/2024-12-14", {"on_duty": [OFFICER]}, township="500112999")
    assert await entered(service) == [("2024-12-14", "o-1")]


async def test_who_can_not_be_reached_is_missing(service: Service) -> None:
    chain = Chain("registry")
    for official in ("o-1", "o-2"):
        chain.say(
            "official.registered", f"official/{official}", day(1), official_id=official, name="刘波",
            title="副镇长",
        )  # fmt: skip
    chain.say(
        "official.term_started", "official/o-1", day(1), official_id="o-1", office="副镇长", leader=True
    )
    await service.publish(chain)
    await service.holds(registry=3)
    out_of_office = {**LEADER, "id": "o-2"}
    await put(service, "/2024-12-14", {"on_duty": [LEADER, out_of_office, OFFICER]})
    for place in ("official/o-1", "official/o-2"):
        await service.put(place, mobile="13800138000")
    shown = (await service.get(DECEMBER, "leader"))["roster"]
    assert [(one["id"], one["name"], one["missing"]) for one in shown] == [
        ("p-1", None, True), ("o-1", "刘波", False), ("o-2", "刘波", True),
    ]  # fmt: skip
    await service.put("person/p-1", mobile="13800138000")
    assert [one["missing"] for one in (await service.get(DECEMBER))["roster"]] == [False, False, True]


async def test_a_change_has_reminders_planned_anew(service: Service) -> None:
    await put(service, "/2024-12-14", {"on_duty": [LEADER]})
    connection = await asyncpg.connect(service.database.dsn)
    assert [tuple(row)[:2] for row in await connection.fetch("select * from to_plan")] == [(TOWN, "")]
    await connection.close()


async def test_entered_by_the_safety_office_alone(service: Service) -> None:
    for role in ("operator", "reporter", "officer", "leader", "auditor", "dashboard"):
        for path, body in (("/2024-12-14", {"on_duty": []}), ("", [])):
            assert await put(service, path, body, role) == (403, "not_allowed")
    refused = await service.client.get(DECEMBER, headers=service.as_("reporter", "v-1"))
    assert refused.status_code == 403


async def test_what_is_no_roster(service: Service, subtests: pytest.Subtests) -> None:
    for on_duty in [
        [LEADER, LEADER],
        [{**LEADER, "kind": "filer"}],
        [{**LEADER, "id": "a/b"}],
        [{**LEADER, "duty": "cook"}],
        [{**LEADER, "mobile": "13800138000"}],
        [{**OFFICER, "id": f"p-{number}"} for number in range(21)],
    ]:
        with subtests.test(on_duty=on_duty):
            assert await put(service, "/2024-12-14", {"on_duty": on_duty}) == (422, "invalid_request")


async def test_a_window_has_bounds(service: Service, subtests: pytest.Subtests) -> None:
    for window in [
        "from=2024-12-02&to=2024-12-01",
        "from=2024-01-01&to=2025-01-01",
        "from=2024-13-01&to=2024-12-01",
        "from=2024-12-01",
        "from=0001-01-01&to=9999-12-31",
    ]:
        with subtests.test(window=window):
            answer = await service.client.get(f"/duty-roster?{window}", headers=service.as_("safety_office"))
            assert (answer.status_code, answer.json().get("code")) == (422, "invalid_request")


async def test_a_day_far_ahead_is_refused(service: Service) -> None:
    assert await put(service, "/2098-01-01", {"on_duty": [LEADER]}) == (422, "invalid_request")
