"""What units, organisations and officials are called now: the registry is asked over the bus."""

from collections import defaultdict
from collections.abc import Iterable

from nats.aio.client import Client

from shared.asking.messages import MOST_NAMED, NamesAnswer, NamesQuestion
from shared.asking.within import ask_within
from shared.timelines.words import Named


async def names_of(bus: Client, township: str, named: Iterable[Named]) -> dict[Named, str]:
    """Nothing where the registry does not answer within a second: ids are shown then. Of very many some."""
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, id_ in sorted(set(named)):
        ids[kind].append(id_)
    question = NamesQuestion(
        township=township,
        organisations=ids["organisation"][:MOST_NAMED],
        officials=ids["official"][:MOST_NAMED],
        units=ids["unit"][:MOST_NAMED],
    )
    said = await ask_within(bus, "registry", "names", question, NamesAnswer)
    if said is None:
        return {}
    each = {"organisation": said.organisations, "official": said.officials, "unit": said.units}
    return {(kind, id_): name for kind, names in each.items() for id_, name in names.items()}
