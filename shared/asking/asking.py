"""Answering publishers' questions, by any of the services that keep facts, with what all of them hold.

What one does not know it asks the other. While that one is away the answer is `not_ready`, unless the fact
is recorded here: a refusal or "not found" of one alone could be wrong.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias, TypeVar

from faststream.nats import NatsRouter
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import BaseModel, ValidationError

from shared.asking.answering import Answering, read_question
from shared.asking.combining import all_positions, one_receipt
from shared.asking.held import Held
from shared.asking.lines import Handler, Lines
from shared.asking.messages import (
    HashesAnswer,
    HashesQuestion,
    HeldReceipt,
    HeldReceiptQuestion,
    PositionsAnswer,
    PositionsQuestion,
    ReceiptQuestion,
    WaitingAnswer,
    WaitingQuestion,
)
from shared.bus.broker import ServiceBroker
from shared.bus.questions import Kind, asked_within
from shared.bus.users import INTAKE_OF
from shared.facts.fact import FactKey
from shared.identity.publishers import Publishers
from shared.intake.ways_in.described import ReceiptAnswer
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

_OTHERS_SECONDS = 0.5
_ALL_SECONDS = 0.8
Connect: TypeAlias = Callable[[], AbstractAsyncContextManager[Client]]
_Answer = TypeVar("_Answer", bound=BaseModel)


class Asking:
    def __init__(self, service: str, connect: Connect, held: Held, publishers: Publishers) -> None:
        self._broker, self._connect, self._held = ServiceBroker(), connect, held
        self._others = tuple(other for other in INTAKE_OF if other != service)
        self._lines = Lines(publishers, {"receipt": self._receipt_for, "positions": self._positions_for})
        within = NatsRouter(middlewares=(Answering,))
        within.subscriber(asked_within(service, "receipt"), decoder=read_question)(self._held_receipt)
        within.subscriber(asked_within(service, "positions"), decoder=read_question)(self._held_positions)
        within.subscriber(asked_within(service, "hashes"), decoder=read_question)(self._hashes)
        within.subscriber(asked_within(service, "waiting"), decoder=read_question)(self._waiting)
        self._broker.include_routers(within, self._lines.router)

    async def run(self) -> None:
        """Until cancelled."""
        async with self._connect() as bus, self._broker.started_on(bus):
            await self._lines.keep()

    async def ready(self) -> str | None:
        """For the service's readiness; that the bus is away, its own check says."""
        return await self._broker.ready() or (None if self._lines.are_open else "are not heard yet")

    async def _held_receipt(self, question: HeldReceiptQuestion) -> HeldReceipt:
        key = FactKey(question.publisher, question.source, question.id)
        return HeldReceipt(receipt=await self._held.receipt(key))

    async def _held_positions(self, question: PositionsQuestion) -> PositionsAnswer:  # noqa: ARG002
        return await self._held.positions()

    async def _hashes(self, question: HashesQuestion) -> HashesAnswer:
        return await self._held.hashes(question.after, question.limit)

    async def _waiting(self, question: WaitingQuestion) -> WaitingAnswer:
        return WaitingAnswer(waiting=await self._held.waiting(question.township, question.filer))

    def _receipt_for(self, publisher: str) -> Handler:
        async def receipt(question: ReceiptQuestion) -> ReceiptAnswer:
            async with asyncio.timeout(_ALL_SECONDS):
                return await self._receipt(publisher, question)

        return receipt

    async def _receipt(self, publisher: str, question: ReceiptQuestion) -> ReceiptAnswer:
        asked = HeldReceiptQuestion(publisher=publisher, source=question.source, id=question.id)
        own, others = await asyncio.gather(
            self._held.receipt(FactKey(publisher, question.source, question.id)),
            self._others_say("receipt", asked, HeldReceipt),
        )
        found = one_receipt([own, *(each.receipt for each in others)])
        if found is None or found.outcome != "accepted":
            self._check_all_heard(others)
        if found is None:
            raise Rejected("not_found", what=f"{question.source} {question.id}")
        return found

    def _positions_for(self, publisher: str) -> Handler:
        async def positions(question: PositionsQuestion) -> PositionsAnswer:
            self._held.account(publisher)
            async with asyncio.timeout(_ALL_SECONDS):
                own, others = await asyncio.gather(
                    self._held.positions(), self._others_say("positions", question, PositionsAnswer)
                )
            self._check_all_heard(others)
            return all_positions([own, *others])

        return positions

    async def _others_say(self, kind: Kind, question: BaseModel, answer: type[_Answer]) -> list[_Answer]:
        said = await asyncio.gather(*(self._ask(other, kind, question, answer) for other in self._others))
        return [each for each in said if each is not None]

    async def _ask(
        self, other: str, kind: Kind, question: BaseModel, answer: type[_Answer]
    ) -> _Answer | None:
        """None when it is away, or has a problem itself."""
        try:
            subject = asked_within(other, kind)
            said = await self._broker.request(question, subject, timeout=_OTHERS_SECONDS)
            return answer.model_validate(await said.decode())
        except (NatsError, TimeoutError, ValidationError) as error:
            _log.warning("question_not_answered", service=other, kind=kind, error=repr(error))
            return None

    def _check_all_heard(self, answers: Sequence[BaseModel]) -> None:
        if len(answers) < len(self._others):
            others = ", ".join(self._others)
            raise Rejected("not_ready", detail=f"{others} 没有答复 does not answer")
