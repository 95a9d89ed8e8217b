"""All that is known of generations, as it is answered and shown."""

import orjson

from services.reporting.generations.answers import GenerationAnswer, GenerationsAnswer, SwitchAnswer
from services.reporting.generations.listed import Generation, listed, live_of
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Connection
from shared.instant import moment_at, write_instant

_SWITCHES = """
select at, act, from_generation, to_generation, actor, reason, positions
from public.generation_switches order by number desc limit 20
"""


async def known_generations(connection: Connection) -> GenerationsAnswer:
    found = await listed(connection)
    switches = await connection.fetch(_SWITCHES)
    live = live_of(found)
    return GenerationsAnswer(
        version=FIGURES.version,
        generations=[_answer(each, live) for each in found],
        switches=[
            SwitchAnswer(
                **dict(each) | {"at": written(each["at"]), "positions": orjson.loads(each["positions"])}
            )
            for each in switches
        ],
    )


def _answer(found: Generation, live: Generation) -> GenerationAnswer:
    return GenerationAnswer(
        name=found.name,
        live=found.live,
        built=found.built,
        version=found.version,
        own_version=found.version == FIGURES.version,
        positions=dict(found.positions),
        behind=found.behind(live.positions),
        approved=found.approved,
        compared=None if found.compared is None else dict(found.compared),
        signed=None if found.signed is None else dict(found.signed),
        kept_until=None if found.kept_until is None else written(found.kept_until),
    )


def written(moment: int) -> str:
    """Of microseconds since 1970."""
    return write_instant(moment_at(moment))
