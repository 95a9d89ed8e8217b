"""Applying a story to the read model, and what comes of it beside a recount."""

from services.reporting.counting.figures import Figures
from services.reporting.projection.apply import Projection
from services.reporting.projection.cells import read_cells
from services.reporting.projection.load_background import load_town
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.events.envelope import Envelope
from shared.read_model.checkpoint import Published
from shared.read_model.checkpointed import Checkpointed
from tests.reporting.story import CAMPAIGN, TOWN, Story

TABLES = (*FIGURES.tables, "checkpoints")


def projection_on(pool: Pool) -> Projection:
    return Projection(Checkpointed(pool, FIGURES))


def published(story: Story, log: str, after: int = 0) -> list[Published]:
    """As it comes from the bus."""
    raws = (envelope.to_bytes() for envelope in story.logs[log][after:])
    return [Published(Envelope.from_bytes(raw), raw) for raw in raws]


async def maintained(pool: Pool, campaign: str = CAMPAIGN, township: str = TOWN) -> Figures:
    async with pool.acquire() as connection:
        facts = await load_town(connection, township)
        return await read_cells(connection, township, campaign, facts.kind)


def nonzero(figures: Figures) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    return (
        {key: value for key, value in figures.cells.items() if value},
        {key: value for key, value in figures.distinct.items() if value},
    )


async def assert_equals_a_recount(pool: Pool, story: Story) -> None:
    assert nonzero(await maintained(pool)) == nonzero(story.figures())
