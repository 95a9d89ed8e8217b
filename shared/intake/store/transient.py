"""Telling what fails because of the surroundings from what fails because of the message."""

import asyncpg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError

from shared.event_log.connection import DATABASE_AWAY
from shared.problems import Rejected

_OF_THE_MESSAGE = (asyncpg.DataError, asyncpg.ProgramLimitExceededError, MaxPayloadError, ValueError)
_OF_THE_SURROUNDINGS = (Rejected, NatsError, *DATABASE_AWAY)


def is_transient(error: Exception) -> bool:
    """Whether the same works later; otherwise it never does, and must hold up nothing else."""
    return isinstance(error, _OF_THE_SURROUNDINGS) and not isinstance(error, _OF_THE_MESSAGE)
