"""Which subjects some organisations may look at, asked over the bus for timelines and searches."""

from services.reporting.projection.load_background import load_town
from services.reporting.read_model import FIGURES
from services.reporting.reading.snapshot import snapshot
from services.reporting.why_not.visible import Sight, visible
from shared.asking.messages import SeenAnswer, SeenQuestion
from shared.event_log.connection import Pool
from shared.read_model.statements import read_folded


class SeenAsked:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def answer(self, question: SeenQuestion) -> SeenAnswer:
        """In cells of any campaign. Raises `not_ready` while the read model is not whole."""
        async with snapshot(self._pool) as connection:
            (await read_folded(connection, FIGURES)).refuse_unless_whole()
            town = await load_town(connection, question.township)
            own = frozenset(question.organisations)
            sight = Sight(question.township, tuple(town.campaigns), own, town.kind)
            found = await visible(connection, sight, [(question.kind, id_) for id_ in question.ids])
        return SeenAnswer(seen=sorted(id_ for _, id_ in found))
