"""From any message to a typed answer: what is malformed, refused or fails is answered too, and bounded.

A FastStream middleware around the handlers of questions, and the decoder that reads them.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from faststream import BaseMiddleware
from faststream.message import StreamMessage
from faststream.nats.response import NatsPublishCommand
from nats.aio.msg import Msg
from pydantic import ValidationError

from shared.asking.messages import ProblemAnswer
from shared.bus.connect import inbox_prefix
from shared.bus.questions import ANSWERS_ABROAD, ASKERS
from shared.bus.users import INTAKE_OF
from shared.facts.invalid import refusal_for
from shared.intake.store.transient import is_transient
from shared.logging import correlated, get_logger, new_correlation
from shared.metrics import QUESTIONS
from shared.problems import Rejected

_log = get_logger(__name__)

MAX_QUESTION_BYTES = 8 * 1024
"""Two names of 200 characters fit, whichever way they are escaped."""
MAX_INNER_BYTES = 1024 * 1024
"""Of another service: several hundred names."""
_ASKING = {*INTAKE_OF, *(asker for askers in ASKERS.values() for asker in askers)}
_ANSWERED_AT = (ANSWERS_ABROAD, *(f"{inbox_prefix(service)}." for service in sorted(_ASKING)))


async def read_question(message: StreamMessage[Msg]) -> Any:
    """JSON, whatever its headers claim; nothing at all is a question without fields."""
    return _read(message.body, MAX_QUESTION_BYTES)


async def read_inner_question(message: StreamMessage[Msg]) -> Any:
    """Likewise, of a service that names many at once."""
    return _read(message.body, MAX_INNER_BYTES)


def _read(raw: bytes, most: int) -> Any:
    if len(raw) > most:
        raise Rejected("question_too_large", limit=str(most // 1024))
    try:
        return orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        raise Rejected("not_json") from None


class Answering(BaseMiddleware[NatsPublishCommand, Msg | None]):
    async def consume_scope(self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Any]) -> Any:
        correlation = new_correlation()
        with correlated(correlation):
            try:
                answer = await call_next(msg)
            except Exception as error:  # noqa: BLE001  # whoever asks is answered
                answer = ProblemAnswer.of(_refusal(error), correlation)
        told = answer.code if isinstance(answer, ProblemAnswer) else "answered"
        QUESTIONS.labels(msg.raw_message.subject.rpartition(".")[2], told).inc()
        return answer

    async def publish_scope(
        self, call_next: Callable[[NatsPublishCommand], Awaitable[Any]], cmd: NatsPublishCommand
    ) -> Any:
        """Only to where the server itself has to make the subject, and nothing of the question's headers."""
        if not cmd.destination.startswith(_ANSWERED_AT):
            return None
        cmd.correlation_id, cmd.headers = None, {}
        return await call_next(cmd)


def _refusal(error: Exception) -> Rejected:
    if isinstance(error, Rejected):
        return error
    if isinstance(error, ValidationError):
        return refusal_for(error)
    _log.error("question_failed", exc_info=error)
    if is_transient(error):
        return Rejected("not_ready", detail="暂时不可用 something it needs is away")
    return Rejected("internal_error")
