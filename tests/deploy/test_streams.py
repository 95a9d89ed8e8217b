"""The provisioned bus: streams that can't lose a message quietly, and writes that are synced."""

import pytest
from nats.js.errors import APIError

from shared.bus.jetstream import INTAKE, LOGS, jetstream_of
from shared.bus.provision import check_synced, provision
from shared.bus.users import PROVISIONER, SYSTEM
from tests.support.buses import TestBus


async def test_streams_and_consumers_are_there_and_again(bus: TestBus) -> None:
    provisioner = await bus.connect(PROVISIONER)
    await provision(provisioner, {})
    for stream in (*map(jetstream_of, LOGS), INTAKE):
        config = (await provisioner.jetstream(timeout=30).stream_info(stream)).config
        assert config.deny_delete
        assert config.deny_purge
        assert config.allow_atomic
        assert config.duplicate_window == 0.1
    for service in ("registry", "hazards"):
        assert (
            await provisioner.jetstream(timeout=30).consumer_info(INTAKE, service)
        ).config.max_deliver == -1


async def test_not_even_the_provisioner_purges(bus: TestBus) -> None:
    provisioner = await bus.connect(PROVISIONER)
    with pytest.raises(APIError):
        await provisioner.jetstream(timeout=30).purge_stream("HAZARDS")


async def test_writes_are_synced(bus: TestBus) -> None:
    await check_synced(await bus.connect(SYSTEM))
