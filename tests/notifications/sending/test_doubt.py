"""What a process left behind that died: planned again where it can't have called, else in doubt."""

from typing import Any

from services.notifications.reminders.row import reminder_of
from services.notifications.sending.sent_keys import SentKey, SentKeys, Stands
from shared.bus.users import SENDER
from tests.notifications.sending.town import Reminded, at

CLAIMED = at("2024-12-10T09:59")
_LEFT = """
update reminders set state = 'sending', claimant = $2, attempts = 1, message = $3, claimed = $4,
  sent_stream = $5
where id = $1
"""


async def test_only_what_may_have_been_called_is_in_doubt(with_sms: Reminded) -> None:
    town = with_sms
    town.now("2024-12-10T22:00")  # nothing goes out at night: what is planned again stays to be seen
    keys = SentKeys(await town.service.bus.connect(SENDER))
    stream = await keys.stream()
    early, called, elsewhere, *together = await town.rows("state = 'planned' and channel <> 'telephone'")
    together = together[:2]
    await keys.write(key(called))
    # Of a message of two it had written one key, and not the other.
    await keys.write(key(together[0]))
    for row, claimant, of in ((early, 1, stream), (called, 2, stream), (elsewhere, 3, "the one before")):
        await town.execute(_LEFT, row["id"], claimant, row["id"], CLAIMED, of)
    for row in together:
        await town.execute(_LEFT, row["id"], 4, together[0]["id"], CLAIMED, stream)

    again = await town.until("state = 'planned' and attempts = 1 and message is null", 3)
    assert {row["id"] for row in again} == {row["id"] for row in (early, *together)}
    gone = "select reminder from sending_record where line::jsonb ->> 'reason' = 'claimant_gone'"
    assert {row["id"] for row in again} < {each["reminder"] for each in await town.fetch(gone)}
    doubt = await town.until("state = 'uncertain' and reason = 'claimant_gone'", 2)
    assert {row["id"] for row in doubt} == {called["id"], elsewhere["id"]}
    # Who was only stopped, and goes on, does not call: neither for the first nor for the message of two.
    assert await keys.write(key(early)) is Stands.GIVEN_UP
    assert await keys.write(key(together[1])) is Stands.GIVEN_UP
    town.now("2024-12-11T09:00:01")
    (sent,) = await town.until(f"id = '{early['id']}' and state = 'sent'")
    assert sent["attempts"] == 2
    assert await town.fetch("select * from channel_halts") == []


def key(row: Any) -> SentKey:
    one = reminder_of({name: row[name] for name in row.keys() if name != "woken"}).key  # noqa: SIM118 - a record
    return SentKey(one, 1, one.id, CLAIMED)
