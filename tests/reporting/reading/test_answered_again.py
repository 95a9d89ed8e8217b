"""Who asks again gets what was answered before, and never what is not right any more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from services.reporting.projection.cells import read_cells
from services.reporting.reading.kept_answers import KeptAnswer, KeptAnswers
from services.reporting.reading.shared_look import SharedLook
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.model import Folded
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import town
from tests.reporting.telling import found, unit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

APPLIED = "select coalesce(max(position), 0) from checkpoints where log = 'hazards'"
ROUTE = "/reporting/campaigns/{campaign}/{annex}"


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    story = town()
    unit(story)
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as running:
        await running.publish()
        yield running


def found_by(document: dict[str, Any], filer: str) -> int:
    (row,) = [row for row in document["rows"] if row["filer"]["id"] == filer]
    value: int = row["cells"]["hazards_found"]
    return value


async def test_the_same_is_answered_without_another_look_at_the_cells(reporting: RunningReporting) -> None:
    first = await reporting.get("annex-3")
    with patch("services.reporting.reading.snapshot.read_cells", side_effect=AssertionError):
        again = await reporting.get("annex-3")
        unchanged = await reporting.get("annex-3", headers={"If-None-Match": first.headers["etag"]})
        other_tag = await reporting.get("annex-3", headers={"If-None-Match": '"x"'})
    for answer in (again, other_tag):
        assert (answer.status_code, answer.content) == (200, first.content)
        for name in ("etag", "content-type", "content-length", "vary", "cache-control"):
            assert answer.headers[name] == first.headers[name], name
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == first.headers["etag"]
    assert "content-length" not in unchanged.headers
    token = reporting.issuer.token(sub="o", role="operator", organisation=None)
    metrics = await reporting.client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    route = f'route="{ROUTE}",status="304"'
    assert any(route in line for line in metrics.text.splitlines()), metrics.text


async def test_what_was_applied_meanwhile_is_always_in_it(reporting: RunningReporting) -> None:
    """Asked without pause while facts arrive: whatever had been applied when it was asked is counted."""
    asking = True
    seen = [0]

    async def ask() -> None:
        while asking:
            applied = (
                await reporting.pool.fetchval("select position from checkpoints where log = 'hazards'") or 0
            )
            document = await reporting.document("annex-3")
            assert document["positions"]["hazards"] >= applied
            assert found_by(document, "d-a") == document["positions"]["hazards"]
            seen.append(document["positions"]["hazards"])

    asked = [asyncio.create_task(ask()) for _ in range(3)]
    for number in range(30):
        found(reporting.story, f"h{number}", by="d-a")
        await reporting.publish()
    asking = False
    await asyncio.gather(*asked)
    assert found_by(await reporting.document("annex-3"), "d-a") == 30
    assert len(set(seen)) > 5


async def test_what_many_ask_at_once_is_answered_anew_once(reporting: RunningReporting) -> None:
    await reporting.document("annex-3")
    found(reporting.story, "h1", by="d-a")
    await reporting.publish()
    with patch("services.reporting.reading.snapshot.read_cells", wraps=read_cells) as read:
        answers = await asyncio.gather(*(reporting.document("annex-3") for _ in range(12)))
    assert {found_by(answer, "d-a") for answer in answers} == {1}
    assert read.call_count == 1


async def test_each_account_by_itself(reporting: RunningReporting) -> None:
    whole = await reporting.document("annex-4")
    for organisation in ("v-e", "v-w"):
        for _ in range(2):
            own = await reporting.document("annex-4", role="reporter", organisation=organisation)
            assert [row["filer"]["id"] for row in own["rows"]] == [organisation]
            assert "totals" not in own
    assert await reporting.document("annex-4") == whole
    assert (await reporting.get("annex-4", township="500112999")).status_code == 404
    refused = await reporting.client.get("/campaigns/winter/annex-4")
    assert refused.status_code == 401


async def test_a_look_that_fails_is_told_to_all_who_wait_and_the_next_one_works(
    reporting: RunningReporting,
) -> None:
    look = SharedLook(reporting.pool)
    with patch("services.reporting.reading.shared_look.look", side_effect=OSError("away")):
        told = await asyncio.gather(*(look.now() for _ in range(5)), return_exceptions=True)
    assert [str(each) for each in told] == ["away"] * 5
    assert (await look.now()).checkpoint("registry").position == len(reporting.story.logs["registry"])


def kept(body: bytes, folded: Folded = Folded(1, {}, {})) -> KeptAnswer:  # noqa: B008 - nothing changes it
    return KeptAnswer(folded, "tag", [], body, None)  # type: ignore[arg-type]  # nobody asks for its route


def reached(hazards: int, *, log_id: str = "a", version: int = 1, behind: int = 0) -> Folded:
    checkpoints = {"registry": Checkpoint("r", 5), "hazards": Checkpoint(log_id, hazards)}
    return Folded(version, checkpoints, {"hazards": behind} if behind else {})


@pytest.mark.parametrize(
    ("looked", "holds"),
    [
        (reached(7), True),
        (reached(6), True),
        (Folded(1, {}, {}), True),
        (reached(8), False),
        (reached(7, log_id="b"), False),
        (reached(7, version=2), False),
        (reached(7, behind=9), False),
    ],
)
def test_an_answer_holds_where_everything_is_in_it(looked: Folded, *, holds: bool) -> None:
    assert kept(b"", reached(7)).holds_at(looked) is holds


def test_an_answer_of_another_generation_does_not_hold() -> None:
    assert not kept(b"", reached(7)).holds_at(replace(reached(7), generation="figures_2"))


def test_the_answers_asked_for_longest_ago_make_room() -> None:
    answers = KeptAnswers(most_bytes=100)
    for name in "abc":
        answers.keep(name, kept(b"x" * 40))
        answers.get("a")
    assert [name for name in "abc" if answers.get(name)] == ["a", "c"]
    answers.keep("a", kept(b"y" * 90))
    assert [name for name in "abc" if answers.get(name)] == ["a"]
    answers.keep("d", kept(b"z" * 2 * 1024 * 1024))
    assert answers.get("d") is None
    assert answers.get("a") is not None
