"""A campaign file that is edited: after each start the log says what the file says."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.registry.campaign_file import CampaignFile
from services.registry.commands import COMMANDS
from services.registry.directory import Directory
from services.registry.opening import CampaignRefused, read_campaign_files, record_campaigns
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.events.voiding import VoidFact
from shared.facts.account import CAMPAIGN_FILE, Account
from shared.facts.cloud_event import read_cloud_event
from shared.intake.commit import group_commit
from shared.intake.commit.queue import Intake
from shared.intake.judging.lookups import NothingElse
from shared.intake.judging.read_fact import read_fact
from shared.intake.judging.rules import IntakeRules
from shared.intake.waiting.hooks import Hooks
from tests.registry.campaign_files import DASHENG, FILE
from tests.support.databases import TestDatabase


@dataclass
class Registry:
    pool: Pool
    intake: Intake

    async def start_with(self, file: CampaignFile) -> None:
        await record_campaigns(self.intake, self.pool, [file])
        directory = Directory(self.pool)
        await directory.model.prepare()
        await directory.catch_up()

    async def document(self, kind: str, subject: str) -> str:
        return str(await self.pool.fetchval(
            "select document::text from directory where kind = $1 and id = $2", kind, subject
        ))  # fmt: skip

    async def events(self) -> int:
        return int(await self.pool.fetchval("select count(*) from events"))


@pytest.fixture
async def registry(
    service_database: Callable[[str], Awaitable[TestDatabase]],
) -> AsyncIterator[Registry]:
    database = await service_database("registry")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=4) as pool:
        rules = IntakeRules("registry", COMMANDS, NothingElse(), 60, answers_for_the_bus=False)
        intake = Intake(pool, Clock(), rules, Hooks())
        await intake.start()
        yield Registry(pool, intake)
        await intake.stop()


def edited(file: CampaignFile, **changes: object) -> CampaignFile:
    """The same file with another first official."""
    first = file.officials[0].model_copy(update=changes)
    return file.model_copy(update={"officials": [first, *file.officials[1:]]})


ORIGINAL = FILE
WHO = ORIGINAL.officials[0].id


async def test_a_file_loaded_again_records_nothing(registry: Registry) -> None:
    await registry.start_with(ORIGINAL)
    before = await registry.events()
    await registry.start_with(ORIGINAL)
    assert await registry.events() == before


async def test_a_line_put_back_to_what_it_was_counts_again(registry: Registry) -> None:
    changed = edited(ORIGINAL, name="另一人")
    for _ in range(3):
        await registry.start_with(ORIGINAL)
        assert ORIGINAL.officials[0].name in await registry.document("official", WHO)
        await registry.start_with(changed)
        assert "另一人" in await registry.document("official", WHO)


async def test_a_term_that_starts_later_has_no_earlier_start(registry: Registry) -> None:
    await registry.start_with(ORIGINAL)
    later = ORIGINAL.officials[0].starts + timedelta(days=200)
    await registry.start_with(edited(ORIGINAL, starts=later))

    taken_back = await registry.pool.fetch(
        "select raw from events where stream like '%/official/' || $1", WHO
    )
    said = [row["raw"].decode() for row in taken_back]
    assert [("fact.voided" in one, "official.term_started" in one) for one in said[-2:]] == [
        (False, True),
        (True, True),
    ]


async def take_back(registry: Registry, number: str, publisher: str, source: str, fact_id: str) -> None:
    """As the safety office does it."""
    office = Account("office", ORIGINAL.township, "safety_office", frozenset())
    data = {"publisher": publisher, "source": source, "id": fact_id, "reason": "误改"}
    message = {"specversion": "1.0", "source": "office", "id": number, "type": VoidFact.type,
               "time": "2024-12-01T10:00:00+08:00", "data": data}  # fmt: skip
    given = read_fact(read_cloud_event(message), office, COMMANDS, datetime.now(UTC))
    (receipt,) = await registry.intake.submit([given], over_bus=False)
    assert receipt is not None
    assert receipt.outcome == "accepted", receipt


async def last_said_of(registry: Registry, official: str) -> str:
    statement = (
        "select fact_id from recorded_facts f join events e using (position) "
        "where e.stream like '%/official/' || $1 order by position desc limit 1"
    )
    return str(await registry.pool.fetchval(statement, official))


async def test_what_the_safety_office_took_back_stays_taken_back(registry: Registry) -> None:
    changed = edited(ORIGINAL, name="另一人")
    await registry.start_with(ORIGINAL)
    await registry.start_with(changed)
    await take_back(registry, "1", CAMPAIGN_FILE, ORIGINAL.id, await last_said_of(registry, WHO))

    await registry.start_with(changed)

    assert ORIGINAL.officials[0].name in await registry.document("official", WHO)


async def test_taken_back_by_both_and_put_back_by_one(registry: Registry) -> None:
    changed = edited(ORIGINAL, name="另一人")
    await registry.start_with(ORIGINAL)
    await registry.start_with(changed)
    said = await last_said_of(registry, WHO)
    await registry.start_with(ORIGINAL)
    await take_back(registry, "1", CAMPAIGN_FILE, ORIGINAL.id, said)
    await take_back(registry, "2", "office", "office", "1")

    await registry.start_with(changed)

    assert "另一人" in await registry.document("official", WHO)


async def test_a_campaign_announced_earlier_says_what_it_says_now(registry: Registry) -> None:
    await registry.start_with(ORIGINAL)
    earlier = {
        "announced": ORIGINAL.announced - timedelta(days=1),
        "since": ORIGINAL.since - timedelta(days=30),
    }
    village = ORIGINAL.villages[0].model_copy(update={"name": "改名村"})
    renamed = {"title": "另一行动", "villages": [village, *ORIGINAL.villages[1:]]}
    for _ in range(2):
        await registry.start_with(ORIGINAL.model_copy(update=earlier | renamed))
        assert "另一行动" in await registry.document("campaign", ORIGINAL.id)
        assert "改名村" in await registry.document("organisation", village.id)
    await registry.start_with(ORIGINAL.model_copy(update=earlier))
    assert "另一行动" not in await registry.document("campaign", ORIGINAL.id)
    assert "改名村" not in await registry.document("organisation", village.id)


async def test_an_id_that_is_another_towns_is_refused(registry: Registry) -> None:
    await registry.start_with(ORIGINAL)
    with pytest.raises(CampaignRefused, match="choose another"):
        await registry.start_with(ORIGINAL.model_copy(update={"township": "500112999"}))


def test_a_copy_left_in_the_folder_is_refused(tmp_path: Path) -> None:
    for name in ("one.yaml", "one (copy).yaml"):
        shutil.copy(DASHENG, tmp_path / name)
    with pytest.raises(CampaignRefused, match="two files of one id"):
        read_campaign_files(tmp_path)


async def test_a_start_that_was_interrupted_is_finished_by_the_next(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lost = group_commit.append, [asyncpg.ConnectionDoesNotExistError()]

    async def interrupted(*given: Any) -> None:
        if lost:
            raise lost.pop()
        await real(*given)

    monkeypatch.setattr(group_commit, "append", interrupted)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await registry.start_with(ORIGINAL)
    assert await registry.pool.fetchval("select count(*) from waiting") == 0

    await registry.start_with(ORIGINAL)

    assert ORIGINAL.title in await registry.document("campaign", ORIGINAL.id)
