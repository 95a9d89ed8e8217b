"""SENT as a fence: of one attempt either its key stands there or that it was given up, whoever is quicker."""

import asyncio
from datetime import UTC, datetime

from services.notifications.reminders.key import Key
from services.notifications.sending.sent_keys import SentKey, SentKeys, Stands
from shared.bus.users import SENDER
from tests.support.buses import TestBus

NOW = datetime(2024, 12, 11, 1, 0, tzinfo=UTC)


def key(number: int, attempt: int) -> SentKey:
    one = Key("500112143", "report_due", f"report/c/{number}/v", NOW, "filer/v/reporter", "email")
    return SentKey(one, attempt, one.id, NOW)


async def test_who_was_given_up_can_not_write_his_key_any_more(bus: TestBus) -> None:
    keys = SentKeys(await bus.connect(SENDER))
    assert await keys.write(key(1, 1)) is Stands.WRITTEN
    assert await keys.give_up(key(1, 1)) is Stands.SENT_BEFORE, "he may have called"
    assert await keys.write(key(1, 1)) is Stands.SENT_BEFORE
    for _ in range(2):
        assert await keys.give_up(key(1, 2)) is Stands.GIVEN_UP
    assert await keys.write(key(1, 2)) is Stands.GIVEN_UP
    assert await keys.write(key(1, 3)) is Stands.WRITTEN
    for late in (1, 2):
        assert await keys.write(key(1, late)) is Stands.SENT_BEFORE
        assert await keys.give_up(key(1, late)) is Stands.SENT_BEFORE


async def test_whether_a_copy_went_along_is_known_of_the_last_attempt_alone(bus: TestBus) -> None:
    keys = SentKeys(await bus.connect(SENDER))
    one = key(7, 1).key.id
    assert not await keys.was_copied(one, 1), "nothing is known of it"
    await keys.write(key(7, 1), copied=True)
    assert await keys.was_copied(one, 1)
    assert not await keys.was_copied(one, 2)
    await keys.write(key(7, 2))
    assert not await keys.was_copied(one, 1)
    assert not await keys.was_copied(one, 2)
    await keys.give_up(key(7, 3))
    assert not await keys.was_copied(one, 3)


async def test_of_two_at_once_one_is_right(bus: TestBus) -> None:
    """Two clients, so that each may read before the other writes."""
    claimant, others = SentKeys(await bus.connect(SENDER)), SentKeys(await bus.connect(SENDER))

    async def both(number: int) -> tuple[Stands, Stands]:
        one = key(number, 1)
        return tuple(await asyncio.gather(claimant.write(one), others.give_up(one)))

    came = {await both(number) for number in range(40)}
    assert came <= {(Stands.WRITTEN, Stands.SENT_BEFORE), (Stands.GIVEN_UP, Stands.GIVEN_UP)}
