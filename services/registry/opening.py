"""Recording the campaign files at start: the registry's own facts, before it takes in those of others."""

from collections.abc import Sequence
from pathlib import Path

from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import CampaignFile, read_campaign_file
from shared.intake.intake import Intake
from shared.logging import get_logger

log = get_logger(__name__)


class CampaignRefused(Exception):
    """A campaign file says what the registry can't record; the service does not start with it."""


def read_campaign_files(folder: Path | None) -> list[CampaignFile]:
    """In the order of their names."""
    return [] if folder is None else [read_campaign_file(path) for path in sorted(folder.glob("*.yaml"))]


async def record_campaigns(intake: Intake, files: Sequence[CampaignFile]) -> None:
    """What was recorded at an earlier start is a repetition."""
    for file in files:
        receipts = await intake.submit(campaign_facts(file), over_bus=False)
        refused = [
            receipt
            for receipt in receipts
            if receipt is not None and receipt.outcome not in ("accepted", "duplicate")
        ]
        if refused:
            first = refused[0]
            raise CampaignRefused(f"{file.id}: {first.key.id}: {first.message or first.outcome}")
        log.info("campaign_recorded", campaign=file.id, facts=len(receipts))
