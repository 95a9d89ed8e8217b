"""A campaign nobody of the product has seen: in over the bus and HTTP, every cell of both forms compared."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.e2e.deployment import PATIENCE, Account, Deployment
from tests.e2e.facts import fact, new_id, unit
from tests.e2e.real_town import CAMPAIGN, real_town
from tests.oracle.campaign import Size, campaign, mixed, with_repeats
from tests.oracle.comparing import differences
from tests.oracle.figures import annexes
from tests.oracle.said import Said
from tests.oracle.town import Town

SIZE = Size(units=60, inspections=150, hazards=250, penalties=40, cases=30)
SEED = int(os.environ.get("PAICHA_ORACLE_SEED", "20241115"))


@pytest.fixture(scope="module")
def office(deployment: Deployment) -> Account:
    return deployment.account("safety_office")


@pytest.fixture(scope="module")
def town(office: Account) -> Town:
    return real_town(office)


@dataclass(frozen=True)
class Published:
    over_http: list[Said]
    over_bus: list[Said]

    @property
    def facts(self) -> list[Said]:
        return [*self.over_http, *self.over_bus]

    def send(self, deployment: Deployment, office: Account, rng: Random) -> list[dict[str, Any]]:
        """5 % twice. The receipts of what went over HTTP; hazards first, so that many have to wait."""
        receipts: list[dict[str, Any]] = []
        for service in ("hazards", "registry"):
            sent = with_repeats([fact for fact in self.over_http if fact.service == service], rng)
            receipts += office.post_all(service, [fact.cloudevent() for fact in sent])
        lines = [
            json.dumps(fact.cloudevent(), ensure_ascii=False) for fact in with_repeats(self.over_bus, rng)
        ]
        file = deployment.data.parent / "campaign.jsonl"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        deployment.run("publish", file)
        return receipts


@pytest.fixture(scope="module")
def published(deployment: Deployment, office: Account, town: Town) -> Published:
    """Shuffled between subjects; a third of the subjects over HTTP, the rest over the bus."""
    rng = Random(SEED)
    histories = campaign(SEED, town, SIZE)
    rng.shuffle(histories)
    third = len(histories) // 3
    published = Published(mixed(histories[:third], rng), mixed(histories[third:], rng))
    expected = positions(office)
    for said in published.facts:
        expected[said.service] += 1
    receipts = published.send(deployment, office, rng)
    assert [receipt for receipt in receipts if receipt["outcome"] == "rejected"] == []
    wait_for(office, expected)
    return published


def positions(office: Account) -> dict[str, int]:
    answer: dict[str, int] = office.get(f"/reporting/campaigns/{CAMPAIGN}/annex-3")["positions"]
    return answer


def wait_for(office: Account, expected: dict[str, int], patience: float = PATIENCE) -> None:
    """Every fact has become exactly one event, and reporting has seen it."""
    deadline = time.monotonic() + patience
    while (seen := positions(office)) != expected:
        assert time.monotonic() < deadline, f"{seen} instead of {expected}"
        time.sleep(0.2)


def moments(town: Town) -> Iterator[datetime]:
    """Deadlines, the window's edges, a moment before it and one long after."""
    yield from town.deadlines
    yield from (
        town.starts,
        town.starts - timedelta(days=9),
        town.ends,
        town.ends - timedelta(microseconds=1),
    )
    yield town.ends + timedelta(days=300)


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_every_cell_at_every_moment(office: Account, town: Town, published: Published, annex: str) -> None:
    wrong = {}
    for until in moments(town):
        answer = office.get(f"/reporting/campaigns/{CAMPAIGN}/{annex}", occurred_until=until.isoformat())
        found = differences(answer, annexes(published.facts, town, until)[annex])
        if found:
            wrong[until.isoformat()] = found
    assert wrong == {}


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_without_a_moment_it_is_as_of_now(
    office: Account, town: Town, published: Published, annex: str
) -> None:
    answer = office.get(f"/reporting/campaigns/{CAMPAIGN}/{annex}")
    now = town.ends + timedelta(days=3000)
    assert differences(answer, annexes(published.facts, town, now)[annex]) == []


def test_sent_again_nothing_moves(
    deployment: Deployment, office: Account, town: Town, published: Published
) -> None:
    """Everything a second time: duplicates only; the same positions, the same digest, also when named."""
    path = f"/reporting/campaigns/{CAMPAIGN}/annex-3"
    until = town.deadlines[3].isoformat()
    first = office.get(path, occurred_until=until)
    receipts = published.send(deployment, office, Random(1))
    assert {receipt["outcome"] for receipt in receipts} == {"duplicate"}
    named = ",".join(f"{log}:{position}" for log, position in first["positions"].items())
    again = office.get(path, occurred_until=until)
    assert (again["positions"], again["digest"]) == (first["positions"], first["digest"])
    assert office.get(path, occurred_until=until, positions=named)["digest"] == first["digest"]


@pytest.mark.usefixtures("published")
def test_as_recorded_until_a_moment_whatever_is_recorded_later(
    deployment: Deployment, office: Account
) -> None:
    """Nothing moves while it waits: the logs announce by themselves that the moment has passed."""
    path, until = f"/reporting/campaigns/{CAMPAIGN}/annex-3", datetime.now(UTC).isoformat()
    before = once_final(office, path, until)
    named = ",".join(f"{log}:{position}" for log, position in before["positions"].items())
    assert before["positions"] == positions(office)
    assert office.get(path, positions=named) | {"recorded_until": before["recorded_until"]} == before
    later = unit(new_id("unit"))
    assert [receipt["outcome"] for receipt in office.post("registry", later)] == ["accepted"]
    wait_for(office, before["positions"] | {"registry": before["positions"]["registry"] + 1})
    assert office.get(path, recorded_until=until) == before
    told = deployment.run("report", "annex-3", "--recorded-until", until, "--format", "json")
    assert json.loads(told) == before
    # In whatever order these tests run, the figures of the others are the campaign's own.
    voided = fact("unit.voided", {"unit_id": later["data"]["unit_id"], "reason": "录入错误"})
    assert [receipt["outcome"] for receipt in office.post("registry", voided)] == ["accepted"]
    wait_for(office, before["positions"] | {"registry": before["positions"]["registry"] + 2})


def once_final(office: Account, path: str, until: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while (answer := office.client.get(path, params={"recorded_until": until})).status_code == 409:
        assert answer.json()["code"] == "not_final"
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document
