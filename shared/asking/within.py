"""Questions of services to each other, beside those of publishers: answering them, and asking one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from faststream.nats import NatsRouter
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import BaseModel, ValidationError

from shared.asking.answering import Answering, read_inner_question
from shared.bus.broker import ServiceBroker
from shared.bus.cancellation import until_ended
from shared.bus.questions import Inner, asked_within
from shared.logging import get_logger

_log = get_logger(__name__)

ANSWER_SECONDS = 1.0
_Answer = TypeVar("_Answer", bound=BaseModel)


class AnswersWithin:
    """What this service answers, by the kind of the question; a handler takes it as its one argument."""

    def __init__(self, service: str, handlers: Mapping[Inner, Callable[[Any], Awaitable[BaseModel]]]) -> None:
        self._broker = ServiceBroker()
        within = NatsRouter(middlewares=(Answering,))
        for kind, handler in handlers.items():
            within.subscriber(asked_within(service, kind), decoder=read_inner_question)(handler)
        self._broker.include_routers(within)

    async def run(self, bus: Client) -> None:
        """Until cancelled."""
        async with self._broker.started_on(bus):
            await until_ended()

    async def ready(self) -> str | None:
        """For the service's readiness; that the bus is away, its own check says."""
        return await self._broker.ready()


async def ask_within(
    bus: Client, service: str, kind: Inner, question: BaseModel, answer: type[_Answer]
) -> _Answer | None:
    """None where the other service does not answer within a second, or has a problem itself."""
    try:
        subject, body = asked_within(service, kind), question.model_dump_json().encode()
        said = await bus.request(subject, body, timeout=ANSWER_SECONDS)
        return answer.model_validate_json(said.data)
    except (NatsError, TimeoutError, ValidationError) as error:
        _log.warning("question_not_answered", service=service, kind=kind, error=type(error).__name__)
        return None
