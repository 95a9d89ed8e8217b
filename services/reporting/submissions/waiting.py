"""What may still arrive: facts of a filer that wait at the services that keep facts, asked over the bus."""

import asyncio

from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import ValidationError

from shared.asking.messages import WaitingAnswer, WaitingQuestion
from shared.bus.questions import asked_within
from shared.bus.users import INTAKE_OF

_ANSWER_SECONDS = 1.0


async def waiting_of(bus: Client, township: str, filer: str) -> int | None:
    """None where one of them does not answer within a second: it is not known."""
    question = WaitingQuestion(township=township, filer=filer).model_dump_json().encode()
    said = await asyncio.gather(*(_asked(bus, service, question) for service in INTAKE_OF))
    known = [each for each in said if each is not None]
    return sum(known) if len(known) == len(said) else None


async def _asked(bus: Client, service: str, question: bytes) -> int | None:
    try:
        answer = await bus.request(asked_within(service, "waiting"), question, timeout=_ANSWER_SECONDS)
        return WaitingAnswer.model_validate_json(answer.data).waiting
    except (NatsError, TimeoutError, ValidationError):
        return None
