"""Questions of one service to another in the AsyncAPI documents of both, made from the models of both."""

from collections.abc import Iterator

from pydantic import BaseModel

from shared.asking.messages import (
    HashesAnswer,
    HashesQuestion,
    NamesAnswer,
    NamesQuestion,
    ProblemAnswer,
    SeenAnswer,
    SeenQuestion,
    TelephoneAnswer,
    TelephoneQuestion,
    WaitingAnswer,
    WaitingQuestion,
)
from shared.bus.questions import INNER, Inner, asked_by, asked_within
from shared.http.asyncapi_questions import message_references
from shared.json_types import Json, JsonObject

_ASKED: dict[Inner, tuple[type[BaseModel], type[BaseModel], str]] = {
    "hashes": (HashesQuestion, HashesAnswer, "The hashes of the events as they are stored."),
    "waiting": (WaitingQuestion, WaitingAnswer, "How many facts of a filer wait for something."),
    "telephone": (
        TelephoneQuestion,
        TelephoneAnswer,
        "The telephone number that is printed on a filer's report; who asked goes on record.",
    ),
    "names": (NamesQuestion, NamesAnswer, "What organisations, officials and units are called now."),
    "seen": (SeenQuestion, SeenAnswer, "Which subjects are some organisations' own, or in cells of theirs."),
}
_REPLIES = "Answers come to the reply subject of the question: an inbox of the asking service."


def inner_channels(service: str) -> JsonObject:
    channels: dict[str, Json] = {}
    for answering, kind in _told_by_or_to(service):
        asked, answer, about = _ASKED[kind]
        subject = asked_within(answering, kind)
        channels[subject] = {"address": subject, "description": about, "messages": message_references(asked)}
        channels[f"answer.{subject}"] = {
            "address": None,
            "description": _REPLIES,
            "messages": message_references(answer, ProblemAnswer),
        }
    return channels


def inner_operations(service: str) -> JsonObject:
    operations: dict[str, Json] = {}
    for answering, kind in _told_by_or_to(service):
        verb, action = ("answer", "receive") if answering == service else ("ask", "send")
        subject = asked_within(answering, kind)
        operations[f"{verb}_{subject}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{subject}"},
            "summary": _ASKED[kind][2],
            "reply": {"channel": {"$ref": f"#/channels/answer.{subject}"}},
        }
    return operations


def inner_models(service: str) -> list[type[BaseModel]]:
    """Each once: what is asked, what is answered, and the problem there may be instead."""
    kinds = {kind for _, kind in _told_by_or_to(service)}
    models = [model for kind in sorted(kinds) for model in _ASKED[kind][:2]]
    return [*models, ProblemAnswer] if models else []


def _told_by_or_to(service: str) -> Iterator[tuple[str, Inner]]:
    """Who answers, and what: by this service, or to it."""
    yield from ((service, kind) for kind in INNER.get(service, ()))
    yield from asked_by(service)
