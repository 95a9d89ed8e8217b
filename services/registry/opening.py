"""Recording the campaign files at start: the registry's own facts, before it takes in those of others."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import CampaignFile, read_campaign_file
from services.registry.restating import Stream, corrections, said_later, streams_of_file
from shared.event_log.connection import Pool
from shared.facts.fact import Fact
from shared.intake.commit.queue import Intake
from shared.logging import get_logger

log = get_logger(__name__)

_TRIES, _PAUSE_SECONDS = 20, 0.5


class CampaignRefused(Exception):
    """A campaign file says what the registry can't record; the service does not start with it."""


def read_campaign_files(folder: Path | None) -> list[CampaignFile]:
    """In the order of their names."""
    files = [] if folder is None else [read_campaign_file(path) for path in sorted(folder.glob("*.yaml"))]
    twice = [id_ for id_, times in Counter(file.id for file in files).items() if times > 1]
    if twice:
        raise CampaignRefused(f"{', '.join(twice)}: 两个文件编号相同 two files of one id; leave one of them")
    return files


async def record_campaigns(intake: Intake, pool: Pool, files: Sequence[CampaignFile]) -> None:
    """What was recorded at an earlier start is a repetition; what the file says no more is taken back."""
    for file in files:
        facts = campaign_facts(file)
        before = await streams_of_file(pool, file)
        _check_town(before, file)
        facts += said_later(before, file, facts)
        await _record(intake, file, facts)
        changed = corrections(await streams_of_file(pool, file), file, facts)
        await _record(intake, file, changed)
        log.info("campaign_recorded", campaign=file.id, facts=len(facts), taken_back=len(changed))


def _check_town(streams: Sequence[Stream], file: CampaignFile) -> None:
    """Facts are known by the file's id: the same in another town would repeat that town's."""
    for first, *_ in streams:
        if first.township != file.township:
            raise CampaignRefused(
                f"{file.id}: 此编号属于 {first.township} this id belongs to {first.township}; choose another"
            )


async def _record(intake: Intake, file: CampaignFile, facts: Sequence[Fact]) -> None:
    for _ in range(_TRIES):
        receipts = [receipt for receipt in await intake.submit(facts, over_bus=False) if receipt is not None]
        open_ = [receipt for receipt in receipts if receipt.outcome not in ("accepted", "duplicate")]
        if not open_:
            return
        if any(receipt.outcome == "rejected" for receipt in open_):
            break
        # Left waiting by a start that was interrupted.
        await asyncio.sleep(_PAUSE_SECONDS)
    first = next(receipt for receipt in open_ if receipt.outcome == "rejected" or receipt is open_[-1])
    raise CampaignRefused(f"{file.id}: {first.key.id}: {first.message or first.outcome}")
