"""Who may look at a subject: who sees every filer, and the filers that own it, have recorded something of it,
or have it in a cell of theirs. Whether it is in a cell, reporting alone knows.
"""

from collections.abc import Mapping, Sequence

from nats.aio.client import Client

from shared.aggregates.history import History
from shared.aggregates.rights import Rights
from shared.asking.messages import SeenAnswer, SeenQuestion
from shared.asking.within import ask_within
from shared.facts.account import Account
from shared.problems import Rejected


def is_own(own: frozenset[str], rights: Rights, history: History, kinds: Mapping[str, str]) -> bool:
    """By what its stream says: owned at any date, or recorded. `kinds` as `kinds_asked` names them."""
    if any(entry.actor_organisation in own for entry in history.entries):
        return True
    owners = rights.owners_ever(history, kinds)
    return not own.isdisjoint(owners.organisations) or any(kinds.get(each) in owners.kinds for each in own)


def kinds_asked(own: frozenset[str], rights: Rights, history: History) -> tuple[str, ...]:
    """The organisations whose kind has to be known for it."""
    first = history.introduction
    return () if first is None else rights.asks(sorted(own), history, first.data)


async def in_cells_too(bus: Client, account: Account, kind: str, ids: Sequence[str]) -> frozenset[str]:
    """Those of the subjects that reporting would tell the account of. Raises `not_ready`."""
    if not ids or not account.organisations:
        return frozenset()
    question = SeenQuestion.model_validate(
        {
            "township": account.township,
            "organisations": sorted(account.organisations),
            "kind": kind,
            "ids": list(ids),
        }
    )
    said = await ask_within(bus, "reporting", "seen", question, SeenAnswer)
    if said is None:
        raise Rejected("not_ready", detail="统计服务没有答复 reporting does not answer")
    return frozenset(said.seen)
