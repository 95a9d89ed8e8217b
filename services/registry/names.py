"""What things are called now, by the directory: for words here, and for whoever asks over the bus."""

from collections import defaultdict
from collections.abc import Iterable

from shared.asking.messages import NamesAnswer, NamesQuestion
from shared.event_log.connection import Pool
from shared.read_model.checkpointed import Checkpointed
from shared.timelines.words import Named

_NAMES = """
select d.kind, d.id, d.document ->> 'name' as name from unnest($2::text[], $3::text[]) as k (kind, id)
cross join lateral (
  select kind, id, document from directory
  where township = $1 and kind = k.kind and id = k.id offset 0
) as d
"""


async def names_of(pool: Pool, township: str, named: Iterable[Named]) -> dict[Named, str]:
    """Of organisations, officials and units; others are left out."""
    asked = list(named)
    rows = await pool.fetch(_NAMES, township, [kind for kind, _ in asked], [id_ for _, id_ in asked])
    return {(row["kind"], row["id"]): row["name"] for row in rows if row["name"] is not None}


class NamesAsked:
    def __init__(self, pool: Pool, directory: Checkpointed) -> None:
        self._pool, self._directory = pool, directory

    async def answer(self, question: NamesQuestion) -> NamesAnswer:
        """Raises `not_ready` while the directory is folded anew."""
        await self._directory.refuse_unless_whole()
        asked = {
            "organisation": question.organisations,
            "official": question.officials,
            "unit": question.units,
        }
        each = [(kind, id_) for kind, ids in asked.items() for id_ in ids]
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for (kind, id_), name in (await names_of(self._pool, question.township, each)).items():
            found[kind][id_] = name
        return NamesAnswer(
            organisations=found["organisation"], officials=found["official"], units=found["unit"]
        )
