"""The database of a reader is put back to a backup under it, while nothing new happens in the log."""

from shared.follower.lag import Following
from tests.follower.following import Reader, following
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import eventually, running_relay, service_bus


async def test_what_the_database_lost_is_applied_again(log: TestLog, bus: TestBus) -> None:
    reader = Reader(log)
    await reader.prepare()
    connection = await log.connect()
    async with (
        service_bus(bus.url) as own,
        service_bus(bus.url, "reporting") as other,
        running_relay(log, own),
        following(log, other, reader) as follower,
    ):
        await write(connection, 10)
        await eventually(lambda: reader.position == 10)
        checkpoint = await reader.load()
        await write(connection, 20)
        await eventually(lambda: reader.position == 30)
        await connection.execute("delete from seen where position > 10")
        await connection.execute(
            "update checkpoint set position = $1, hash = $2", checkpoint.position, checkpoint.hash
        )
        reader.position = 10
        await eventually(lambda: reader.position == 30)
        assert await reader.seen() == list(range(1, 31))
        assert follower.lag.state is Following.FOLLOWING
