"""What each user of the bus may not do: a publisher reaches nothing but its own intake and receipts."""

import asyncio

import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from shared.bus.jetstream import INTAKE
from shared.bus.permissions import accounts, publisher_permissions
from shared.bus.questions import ANSWERS_ABROAD, asked_within
from shared.bus.sent import sent
from shared.bus.users import SERVICES
from shared.relay.stored_bytes import read_stored
from tests.support.buses import TestBus
from tests.support.relaying import eventually

PUBLISHER, OTHER = "paicha", "district"

FORBIDDEN_TO_PUBLISH = [
    f"intake.{OTHER}.unit.registered",
    "intake.unit.registered",
    f"receipts.{PUBLISHER}",
    "clock.registry",
    "registry.500112143.unit.registered",
    f"_INBOX_{OTHER}.x",
    f"ask.{OTHER}.receipt",
    f"ask.{OTHER}.positions",
    f"ask.{PUBLISHER}.anything",
    "held.registry.receipt",
    "held.notifications.telephone",
    "_R_.x.y",
    f"$JS.API.STREAM.INFO.{INTAKE}",
    f"$JS.API.STREAM.MSG.GET.{INTAKE}",
    "$JS.API.DIRECT.GET.REGISTRY",
    "$JS.API.CONSUMER.CREATE.REGISTRY.x",
    f"$JS.API.CONSUMER.MSG.NEXT.{INTAKE}.registry",
    "$JS.API.STREAM.NAMES",
    f"$JS.API.STREAM.DELETE.{INTAKE}",
    f"$JS.ACK.{INTAKE}.registry.1.1.1.1.0",
]
FORBIDDEN_TO_HEAR = [
    ">",
    "_INBOX.>",
    f"_INBOX_{OTHER}.>",
    "_INBOX_registry.>",
    "receipts.*",
    f"receipts.{OTHER}",
    "registry.>",
    "intake.>",
    f"intake.{PUBLISHER}.>",
    f"ask.{PUBLISHER}.receipt",
    "_R_.>",
    "held.notifications.telephone",
    "clock.registry",
    "$JS.>",
]


async def refused(client: Client) -> None:
    """The server says so a moment after it has answered a flush."""
    await sent(client)
    await eventually(lambda: "permissions violation" in str(client.last_error).lower())


async def test_a_publisher_may_not_say(bus: TestBus, subtests: pytest.Subtests) -> None:
    for subject in FORBIDDEN_TO_PUBLISH:
        with subtests.test(subject=subject):
            publisher = await bus.connect(PUBLISHER)
            await publisher.publish(subject, b"{}")
            await refused(publisher)


async def test_a_publisher_may_not_hear(bus: TestBus, subtests: pytest.Subtests) -> None:
    for subject in FORBIDDEN_TO_HEAR:
        with subtests.test(subject=subject):
            publisher = await bus.connect(PUBLISHER)
            await publisher.subscribe(subject)
            await refused(publisher)


async def test_a_publisher_publishes_and_gets_its_receipts(bus: TestBus) -> None:
    publisher, service = await bus.connect(PUBLISHER), await bus.connect("registry")
    receipts = await publisher.subscribe(f"receipts.{PUBLISHER}")
    ack = await publisher.jetstream(timeout=30).publish(f"intake.{PUBLISHER}.unit.registered", b"{}")
    assert (ack.stream, ack.seq) == (INTAKE, 1)
    await service.publish(f"receipts.{PUBLISHER}", b"accepted")
    assert (await receipts.next_msg(5)).data == b"accepted"


@pytest.mark.parametrize(
    "reply",
    [
        "registry.500112143.unit.registered",
        "hazards.500112143.hazard.found",
        f"intake.{OTHER}.unit.registered",
        f"receipts.{OTHER}",
    ],
)
async def test_the_broker_answers_a_publisher_only_in_its_own_account(bus: TestBus, reply: str) -> None:
    """JetStream publishes its answer to any reply subject: it must not arrive where others listen."""
    publisher, other = await bus.connect(PUBLISHER), await bus.connect(OTHER)
    heard = await other.subscribe(f"receipts.{OTHER}")
    await sent(other)
    await publisher.publish(f"intake.{PUBLISHER}.unit.registered", b"{}", reply=reply)
    # Stored after it, and answered after it.
    await publisher.jetstream(timeout=30).publish(f"intake.{PUBLISHER}.unit.registered", b"{}")
    provisioner = await bus.connect("provisioner")
    assert await _messages(provisioner, "REGISTRY") == 0
    assert await _messages(provisioner, "HAZARDS") == 0
    assert await _messages(provisioner, INTAKE) == 2
    await sent(other)
    assert heard.pending_msgs == 0


async def test_a_service_answers_a_publisher_only_in_its_own_account(
    bus: TestBus, subtests: pytest.Subtests
) -> None:
    """Even one that looks at nothing: the server puts a subject of its own in place of the reply."""
    for reply in [
        "registry.500112143.unit.registered",
        f"receipts.{OTHER}",
        f"intake.{OTHER}.unit.registered",
        f"intake.{PUBLISHER}.unit.registered",
        f"$JS.API.STREAM.DELETE.{INTAKE}",
    ]:
        with subtests.test(reply=reply):
            publisher, other = await bus.connect(PUBLISHER), await bus.connect(OTHER)
            service = await bus.connect("registry")
            heard = await other.subscribe(f"receipts.{OTHER}")
            questions = await service.subscribe(f"ask.{PUBLISHER}.receipt")
            await asyncio.gather(sent(other), sent(service))
            await publisher.publish(f"ask.{PUBLISHER}.receipt", b"{}", reply=reply)
            question = await questions.next_msg(5)
            assert question.reply.startswith(ANSWERS_ABROAD)
            await question.respond(b"{}")
            await sent(service)
            await asyncio.sleep(0.3)
            provisioner = await bus.connect("provisioner")
            assert [await _messages(provisioner, stream) for stream in ("REGISTRY", INTAKE)] == [0, 0]
            assert heard.pending_msgs == 0


async def test_a_question_that_nobody_answers_is_said_so(bus: TestBus) -> None:
    publisher = await bus.connect(PUBLISHER)
    with pytest.raises(NoRespondersError):
        await publisher.request(f"ask.{PUBLISHER}.receipt", b"{}", timeout=5)


async def _messages(client: Client, stream: str) -> int:
    return (await client.jetstream(timeout=30).stream_info(stream)).state.messages


@pytest.mark.parametrize("service", SERVICES)
async def test_no_service_changes_streams(bus: TestBus, service: str) -> None:
    client = await bus.connect(service)
    for stream in ("REGISTRY", "HAZARDS", "REPORTING", INTAKE):
        with pytest.raises((NatsError, TimeoutError)):
            await client.jetstream(timeout=0.2).delete_stream(stream)
        with pytest.raises((NatsError, TimeoutError)):
            await client.jetstream(timeout=0.2).purge_stream(stream)
    assert await _messages(await bus.connect("provisioner"), INTAKE) == 0


TELEPHONE = asked_within("notifications", "telephone")


@pytest.mark.parametrize("service", [each for each in SERVICES if each != "reporting"])
async def test_reporting_alone_asks_for_telephone_numbers(bus: TestBus, service: str) -> None:
    notifications, client = await bus.connect("notifications"), await bus.connect(service)
    heard = await notifications.subscribe(TELEPHONE)
    await sent(notifications)
    await client.publish(TELEPHONE, b"{}")
    await refused(client)
    assert heard.pending_msgs == 0


async def test_notifications_alone_hears_and_answers_them(bus: TestBus, subtests: pytest.Subtests) -> None:
    for service in [each for each in SERVICES if each != "notifications"]:
        for subject in [TELEPHONE, "held.notifications.*", "held.>"]:
            with subtests.test(service=service, subject=subject):
                client = await bus.connect(service)
                await client.subscribe(subject)
                await refused(client)


@pytest.mark.parametrize("subject", ["held.registry.waiting", "held.hazards.hashes", "_INBOX_registry.x"])
async def test_notifications_answers_and_asks_nobody(bus: TestBus, subject: str) -> None:
    client = await bus.connect("notifications")
    await client.publish(subject, b"{}")
    await refused(client)


async def test_a_service_writes_no_log_but_its_own(bus: TestBus) -> None:
    client = await bus.connect("reporting")
    await client.publish("registry.500112143.unit.registered", b"{}")
    await refused(client)
    assert await _messages(await bus.connect("provisioner"), "REGISTRY") == 0


@pytest.mark.parametrize("name", ["system", "campaign-file", "a.b", "*", ">", "", "a b", "x" * 65])
def test_a_publishers_name_is_one_token_and_its_own(name: str) -> None:
    with pytest.raises(ValueError, match="publisher's name"):
        publisher_permissions(name)


def test_each_publisher_has_an_account_of_its_own() -> None:
    users = dict.fromkeys(("provisioner", "system", "sender", "rebuild", *SERVICES, "a", "b"), "password")
    named = accounts(users, ["a", "b"])["accounts"]
    assert isinstance(named, dict)
    assert set(named) == {"APP", "SYS", "PUBLISHER_a", "PUBLISHER_b"}


async def test_the_provisioner_reads_every_log_and_writes_none(bus: TestBus) -> None:
    """An operator derives what was signed from the streams as they are."""
    writer, provisioner = await bus.connect("registry"), await bus.connect("provisioner")
    await writer.jetstream(timeout=30).publish("registry.500112143.unit.registered", b"{}")
    assert await read_stored(provisioner, "registry", 1) == [b"{}"]
    await provisioner.publish("registry.500112143.unit.registered", b"{}")
    await refused(provisioner)
    assert await _messages(writer, "REGISTRY") == 1
