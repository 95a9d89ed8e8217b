"""Whether a failure is of the surroundings (database, bus, halted log) or of the message itself."""

import asyncpg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError

from shared.event_log.connection import DATABASE_AWAY
from shared.problems import Rejected

_OF_THE_MESSAGE = (asyncpg.DataError, asyncpg.ProgramLimitExceededError, MaxPayloadError, ValueError)
_OF_THE_SURROUNDINGS = (Rejected, NatsError, *DATABASE_AWAY)


def is_transient(error: Exception) -> bool:
    """Whether the same may work later. Otherwise it never will, and must not hold up the others."""
    return isinstance(error, _OF_THE_SURROUNDINGS) and not isinstance(error, _OF_THE_MESSAGE)
