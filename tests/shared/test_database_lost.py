"""While the database is gone callers are told to come back; a wrong question stays an error of ours."""

import json

import asyncpg
import pytest

from shared.event_log.connection import is_lost
from shared.http.problem_answers import answer_for

GONE = [
    ConnectionRefusedError(111, "refused"),
    asyncpg.CannotConnectNowError("starting up"),
    asyncpg.AdminShutdownError("terminating connection"),
    asyncpg.ConnectionDoesNotExistError("closed in the middle"),
    asyncpg.InterfaceError("connection is closed"),
]
OURS = [
    asyncpg.DataError("expected int"),
    asyncpg.PostgresSyntaxError("syntax error"),
    asyncpg.UndefinedTableError("no such table"),
    KeyError("x"),
    FileNotFoundError(2, "template"),
]


@pytest.mark.parametrize("error", GONE, ids=lambda error: type(error).__name__)
def test_callers_are_told_to_come_back(error: Exception) -> None:
    answer = answer_for(error, {"type": "http", "path": "/reporting/x", "method": "GET"})
    assert (answer.status_code, json.loads(bytes(answer.body))["code"]) == (503, "not_ready")
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_an_error_of_ours_is_one(error: Exception) -> None:
    answer = answer_for(error, {"type": "http", "path": "/reporting/x", "method": "GET"})
    assert (answer.status_code, json.loads(bytes(answer.body))["code"]) == (500, "internal_error")
    assert not is_lost(error)
