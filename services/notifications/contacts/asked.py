"""Telephone numbers over the bus: reporting asks for one when somebody entitled prints a report."""

import asyncio

from faststream.nats import NatsRouter
from nats.aio.client import Client

from services.notifications.contacts.contacts import Contacts
from shared.asking.answering import Answering, read_question
from shared.asking.messages import TelephoneAnswer, TelephoneQuestion
from shared.bus.broker import ServiceBroker
from shared.bus.cancellation import until_ended
from shared.bus.questions import asked_within
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account

_SECONDS = 1.0
"""Nobody waits longer for it."""


class ContactsAsked:
    def __init__(self, service: str, pool: Pool, clock: Clock) -> None:
        self._broker, self._pool, self._clock = ServiceBroker(), pool, clock
        within = NatsRouter(middlewares=(Answering,))
        within.subscriber(asked_within(service, "telephone"), decoder=read_question)(self._telephone)
        self._broker.include_routers(within)

    async def run(self, bus: Client) -> None:
        """Until cancelled."""
        async with self._broker.started_on(bus):
            await until_ended()

    async def ready(self) -> str | None:
        """For the service's readiness; that the bus is away, its own check says."""
        return await self._broker.ready()

    async def _telephone(self, question: TelephoneQuestion) -> TelephoneAnswer:
        """For reporting, which has looked whether the account may have it."""
        account = Account(question.account, question.township, question.role, frozenset())
        contacts = Contacts(self._pool, account, self._clock.now())
        async with asyncio.timeout(_SECONDS):
            return TelephoneAnswer(telephone=await contacts.telephone(question.filer, question.signer))
