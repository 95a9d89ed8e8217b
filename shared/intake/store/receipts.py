"""The receipt of a fact as this service's database holds it, for whoever may ask for it."""

from shared.event_log.connection import Connection
from shared.event_log.read import RecordedFact, read_facts
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.facts.receipt import Receipt
from shared.intake.store.statements import last_refusal

_WAITS = "select 1 from waiting where (publisher, source, fact_id) = ($1, $2, $3) and township = $4"


async def stored_receipt(
    connection: Connection, service: str, key: FactKey, account: Account
) -> Receipt | None:
    """The last word on a fact of the account's town: accepted, waiting or rejected. None where none is."""
    # What waits is asked for first: the row goes only after the fact was recorded or refused.
    waits = await connection.fetchval(_WAITS, *key, account.township)
    recorded = (await read_facts(connection, [key])).get(key)
    if recorded is not None and _may_see(account, recorded):
        events = () if recorded.position is None else ((service, recorded.position),)
        return Receipt(key, "accepted", events)
    if waits:
        return Receipt(key, "waiting")
    return await last_refusal(connection, account.township, key)


def _may_see(account: Account, recorded: RecordedFact) -> bool:
    """What is in the town's streams; a repetition is in none, so only its own sender may."""
    if recorded.stream is None:
        return recorded.key.publisher == account.name
    return recorded.stream.startswith(f"{account.township}/")
