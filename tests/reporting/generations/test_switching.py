"""Cutover and rollback under load: every answer is right, and of one generation; a difference is decided."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from services.reporting.generations.switching import Decision, Switching
from services.reporting.read_model import FIGURES
from shared.clock import Clock
from shared.problems import Rejected
from tests.reporting.generations.building import held, publish, rebuilt
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

REASON = {"reason": "a test"}


@dataclass
class Beside:
    """A running service, and a generation beside what it answers from."""

    reporting: RunningReporting
    rebuilding: "asyncpg.Pool[Any]"
    compared: Any = None

    async def build(self) -> str:
        self.compared, _ = await rebuilt(self.reporting.bus, self.rebuilding)
        return str(self.compared["other"]["generation"])

    async def ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        token = self.reporting.issuer.token(sub="operator", role="operator")
        headers = {"Authorization": f"Bearer {token}"}
        json = body or None
        return await self.reporting.client.request(method, f"/generations{path}", json=json, headers=headers)

    async def acted(self, path: str, **body: Any) -> Any:
        answer = await self.ask("POST", path, **(body or REASON))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def switched(self, path: str) -> Any:
        """On a busy machine the other one may not be level at once, which is refused, and asked again."""
        while (answer := await self.ask("POST", path, **REASON)).status_code == httpx.codes.CONFLICT:
            assert answer.json()["code"] == "generation_behind", answer.text
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def refused(self, path: str, code: str, **body: Any) -> Any:
        answer = await self.ask("POST", path, **(body or REASON))
        assert answer.json()["code"] == code, answer.text
        return answer.json()

    async def live(self) -> str:
        listed = (await self.ask("GET", "")).json()["generations"]
        return str(next(each["name"] for each in listed if each["live"]))

    async def kept_up(self, name: str) -> None:
        async with asyncio.timeout(30):
            while True:
                listed = (await self.ask("GET", "")).json()["generations"]
                if next(each["behind"] for each in listed if each["name"] == name) == 0:
                    return
                await asyncio.sleep(0.05)


@pytest.fixture
async def beside(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[Beside]:
    database = await service_database("reporting")
    async with (
        running_reporting(bus, database, tmp_path, two_towns()) as reporting,
        asyncpg.create_pool(database.rebuild_dsn, min_size=1, max_size=6) as rebuilding,
    ):
        await reporting.publish()
        yield Beside(reporting, rebuilding)


async def test_cutover_and_rollback_under_load_show_nothing_wrong_and_nothing_missing(
    beside: Beside,
) -> None:
    """While hazards are found one after the other, each reader knows what each position has to show."""
    reporting, story = beside.reporting, beside.reporting.story
    first = (await reporting.document("annex-3"))["positions"]["hazards"]
    shown = cell(await reporting.document("annex-3"))
    over = asyncio.Event()

    async def tell() -> int:
        for number in range(1000, 10_000):
            if over.is_set():
                return number - 1000
            found(story, f"h{number}", "12-20", by="d-b")
            await publish(reporting.bus, story)
            await asyncio.sleep(0.05)  # both generations, four readers and this one share one process
        return 9_000

    async def read(again: bool) -> int:
        asked, etag = 0, ""
        while not over.is_set():
            answer = await reporting.get("annex-3", headers={"If-None-Match": etag} if again else {})
            assert answer.status_code in (200, 304), answer.text
            asked += 1
            etag = answer.headers["etag"]
            if answer.status_code == 200:
                document = answer.json()
                assert cell(document) == shown + document["positions"]["hazards"] - first
            await asyncio.sleep(0)
        return asked

    async with asyncio.TaskGroup() as running:
        telling = running.create_task(tell())
        reading = [running.create_task(read(again)) for again in (False, True, False, True)]
        try:
            generation = await beside.build()
            assert beside.compared["equal"]
            for to in (generation, "public", generation):
                await beside.kept_up(to)
                done = await beside.switched(f"/{to}/cutover" if to == generation else "/rollback")
                assert done["to_generation"] == to
                assert await beside.live() == to
                await asyncio.sleep(0.5)
        finally:
            over.set()
    assert telling.result() > 20
    assert all(each.result() > 20 for each in reading)
    await reporting.publish()
    await beside.kept_up("public")
    pool = reporting.pool
    assert await held(pool, generation) == await held(pool, "public")


def cell(document: dict[str, Any], filer: str = "d-b", column: str = "hazards_found") -> Any:
    return next(row["cells"][column] for row in document["rows"] if row["filer"]["id"] == filer)


async def test_two_services_that_switch_at_once_switch_once(beside: Beside) -> None:
    """Each compares for itself; the second finds that it answers already, and there is a way back."""
    name, before = await beside.build(), await beside.live()
    pool, decision = beside.reporting.pool, Decision("operator", "a test")
    both = (Switching(pool, Clock()).cut_over(name, decision) for _ in range(2))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert [each.code for each in done if isinstance(each, Rejected)] == ["generation_answers"], done
    await beside.switched("/rollback")
    assert await beside.live() == before


async def test_rollback_takes_less_than_a_second_and_says_by_whom_and_when(beside: Beside) -> None:
    generation = await beside.build()
    await beside.acted(f"/{generation}/cutover", reason="新口径")
    await beside.kept_up("public")
    began = time.monotonic()
    await beside.acted("/rollback", reason="退回")
    assert time.monotonic() - began < 1
    answer = (await beside.ask("GET", "")).json()
    acts = [
        (each["act"], each["from_generation"], each["to_generation"], each["actor"], each["reason"])
        for each in answer["switches"]
    ]
    assert acts == [
        ("rollback", generation, "public", "operator", "退回"),
        ("cutover", "public", generation, "operator", "新口径"),
    ]
    assert await beside.live() == "public"


async def test_a_generation_that_did_not_keep_up_is_not_gone_back_to(beside: Beside) -> None:
    generation = await beside.build()
    await beside.acted(f"/{generation}/cutover")
    await beside.kept_up("public")
    holding = await beside.reporting.pool.acquire()
    try:
        async with holding.transaction():  # its writer is kept out
            await holding.execute("select pg_advisory_xact_lock(hashtext('public'))")
            story = beside.reporting.story
            for number in range(3):
                found(story, f"late-{number}")
            await beside.reporting.publish()
            refused = await beside.refused("/rollback", "generation_behind")
            assert " 3 events behind" in refused["en"]
            assert await beside.live() == generation
    finally:
        await beside.reporting.pool.release(holding)
    await beside.kept_up("public")
    await beside.acted("/rollback")


@pytest.mark.parametrize(
    "altered",
    [
        "update {0}.cells set value = value + 1 where place = 'd-a' and column_key = 'inspected'",
        "update {0}.subjects set entries = entries || ' '::bytea where id = 'h1'",
        "update {0}.subjects set marks = '{{}}' where id = 'i1'",
        "delete from {0}.naming where id = 'i1'",
        "update {0}.tallies set marks = marks + 1 where member = 'u1'",
        "update {0}.provenance set actor = 'somebody' where position = 3",
        "delete from {0}.subjects where id = 'h4'",
    ],
)
async def test_one_row_altered_by_hand_is_no_generation_to_answer(beside: Beside, altered: str) -> None:
    """Though it was found equal before."""
    generation = await beside.build()
    assert beside.compared["equal"]
    assert await beside.rebuilding.execute(altered.format(generation)) not in ("UPDATE 0", "DELETE 0")
    await beside.refused(f"/{generation}/cutover", "generation_differs")
    assert await beside.live() == "public"
    (found_,) = [
        each for each in (await beside.ask("GET", "")).json()["generations"] if each["name"] == generation
    ]
    assert not found_["compared"]["equal"]
    assert found_["compared"]["difference"]["rows"]
    assert not found_["approved"]


async def test_a_cell_that_no_subject_explains_cannot_be_signed(beside: Beside) -> None:
    generation = await beside.build()
    alter = "set value = value + 1 where place = 'd-a' and column_key = 'inspected'"
    await beside.rebuilding.execute(f"update {generation}.cells {alter}")
    difference = (await beside.acted(f"/{generation}/compare"))["difference"]
    assert not difference["adds_up"]
    signing = {"difference": difference["digest"], "reason": "不应允许"}
    await beside.refused(f"/{generation}/sign", "difference_unexplained", **signing)
    await beside.refused(f"/{generation}/cutover", "generation_differs")


async def test_a_signed_difference_lets_it_answer_and_no_answer_is_of_both(beside: Beside) -> None:
    """One fine counts for more: its mark and its cells move by as much, in one of the two towns."""
    generation, more = await beside.build(), 5_000_000
    in_marks = "replace(convert_from(marks, 'utf8'), '1200001', '6200001')"
    in_cells = f"value = value + {more} where column_key = 'fines' and value <> 0"
    for statement in (
        f"update {{0}}.subjects set marks = convert_to({in_marks}, 'utf8') where id = 'p1' and township = $1",
        f"update {{0}}.cells set {in_cells} and township = $1",
    ):
        done = await beside.rebuilding.execute(statement.format(generation), ELSEWHERE)
        assert done != "UPDATE 0"
    difference = (await beside.acted(f"/{generation}/compare"))["difference"]
    assert difference["adds_up"], difference
    assert {each["township"] for each in difference["shown"]} == {ELSEWHERE}
    assert {part["subject"] for each in difference["shown"] for part in each["parts"]} == {"penalty/p1"}
    await beside.refused(f"/{generation}/cutover", "generation_differs")
    signing = {"difference": "another", "reason": "口径更正"}
    await beside.refused(f"/{generation}/sign", "difference_unknown", **signing)
    signing["difference"] = difference["digest"]
    signed = await beside.acted(f"/{generation}/sign", **signing)
    assert (signed["actor"], signed["reason"]) == ("operator", "口径更正")
    before, etag = await fines(beside.reporting, ELSEWHERE)
    own, own_etag = await fines(beside.reporting)
    seen: set[str] = set()
    over = asyncio.Event()

    async def read() -> None:
        while not over.is_set():
            answer = await beside.reporting.get("annex-3", township=ELSEWHERE)
            row, total = cell(answer.json(), "d-a", "fines"), answer.json()["totals"]["sum"]["fines"]
            assert row == total, "of one generation"
            seen.add(row)

    async with asyncio.TaskGroup() as running:
        for _ in range(3):
            running.create_task(read())
        try:
            await beside.acted(f"/{generation}/cutover")
            await asyncio.sleep(0.3)
        finally:
            over.set()
    after, etag_after = await fines(beside.reporting, ELSEWHERE)
    assert float(after) - float(before) == pytest.approx(more / 1_000_000)
    assert seen == {before, after}
    assert etag_after != etag
    assert (await fines(beside.reporting))[0] == own
    assert own_etag != (await fines(beside.reporting))[1]


async def fines(reporting: RunningReporting, township: str = "500112143") -> tuple[str, str]:
    answer = await reporting.get("annex-3", township=township)
    assert answer.status_code == 200, answer.text
    return cell(answer.json(), "d-a", "fines"), answer.headers["etag"]


async def test_what_was_signed_is_not_a_difference_that_came_after(beside: Beside) -> None:
    generation = await beside.build()
    await beside.rebuilding.execute(f"delete from {generation}.naming where id = 'i1'")
    difference = (await beside.acted(f"/{generation}/compare"))["difference"]
    await beside.acted(f"/{generation}/sign", difference=difference["digest"], reason="已核")
    await beside.rebuilding.execute(f"delete from {generation}.naming where id = 'i2'")
    await beside.refused(f"/{generation}/cutover", "generation_differs")


async def test_every_question_is_answered_from_the_generation_that_answers(beside: Beside) -> None:
    """What is not switched with it would be read from tables that are empty by then."""
    reporting = beside.reporting
    generation = await beside.build()
    paths = [
        "annex-3", "annex-4", "annex-3/cells/d-a/inspected", "annex-3/cells/d-a/inspected/why-not/u1",
        "annex-3?occurred_until=2024-12-05T00:00:00%2B08:00", "annex-4?positions=hazards:9",
        "annex-3.xlsx", "annex-3/series", "completeness", "annex-3/totals", "annex-3/cells/d-b/fines",
        "annex-3?recorded_until=2024-11-20T00:00:00%2B08:00",
    ]  # fmt: skip
    before = {path: await answered(reporting, path) for path in paths}
    assert sum(status == 200 for status, _ in before.values()) >= 8, before
    await beside.acted(f"/{generation}/cutover")
    assert (await beside.ask("POST", "/public/drop")).status_code == 204
    assert await reporting.pool.fetchval("select count(*) from public.subjects") == 0
    assert {path: await answered(reporting, path) for path in paths} == before
    found(reporting.story, "h99")
    await reporting.publish()
    assert await reporting.pool.fetchval("select count(*) from public.subjects") == 0
    await beside.refused("/rollback", "nothing_to_go_back_to")


async def answered(reporting: RunningReporting, path: str) -> tuple[int, Any]:
    token = reporting.issuer.token(sub="safety_office", role="safety_office")
    headers = {"Authorization": f"Bearer {token}"}
    answer = await reporting.client.get(f"/campaigns/winter/{path}", headers=headers)
    is_json = "json" in answer.headers.get("content-type", "")
    document = answer.json() if is_json else {}
    if answer.status_code != httpx.codes.OK:
        return answer.status_code, document["code"]
    return answer.status_code, {name: each for name, each in document.items() if name != "now"}


async def test_a_release_of_another_version_takes_over_what_was_built_for_it(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The old one answers until it is stopped; the new one has nothing to fold anew, only what came since."""
    database = await service_database("reporting")
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    story = two_towns()
    places = (
        "app", "reading.answering", "settled.statements", "generations.listed", "generations.rebuilding",
        "generations.switching", "generations.adopting", "generations.keeping", "generations.keeping_up",
        "reading.snapshot", "reading.shared_look", "live.watcher", "particulars.loaded", "generations.known",
    )  # fmt: skip
    following = replace(FIGURES, version=FIGURES.version + 1)
    async with (
        running_reporting(bus, database, tmp_path / "before", story) as reporting,
        asyncpg.create_pool(database.rebuild_dsn, min_size=1, max_size=6) as rebuilding,
    ):
        await reporting.publish()
        with pytest.MonkeyPatch.context() as patch:
            for place in places:
                patch.setattr(f"services.reporting.{place}.FIGURES", following)
            compared, _ = await rebuilt(bus, rebuilding)
            assert compared["equal"]
        beside = Beside(reporting, rebuilding)
        await beside.refused("/figures_2/cutover", "generation_of_another_version")
        found(story, "h50")
        await reporting.publish()
        before = await reporting.document("annex-3")
    for place in places:
        monkeypatch.setattr(f"services.reporting.{place}.FIGURES", following)
    async with running_reporting(bus, database, tmp_path / "after", story) as reporting:
        await reporting.publish()
        assert await reporting.document("annex-3") == before
        async with asyncpg.create_pool(database.rebuild_dsn, min_size=1, max_size=2) as rebuilding:
            beside = Beside(reporting, rebuilding)
            assert await beside.live() == "figures_2"
            switch = (await beside.ask("GET", "")).json()["switches"][0]
            assert (switch["act"], switch["actor"]) == ("start", "reporting")
