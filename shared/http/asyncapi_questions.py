"""Questions over the bus in the AsyncAPI document: request and reply, made from the models of both."""

from collections.abc import Iterable

from pydantic import BaseModel

from shared.asking.messages import PositionsAnswer, PositionsQuestion, ProblemAnswer, ReceiptQuestion
from shared.bus.questions import Kind, question
from shared.intake.ways_in.described import ReceiptAnswer
from shared.json_types import Json, JsonObject

_ASKED: dict[Kind, tuple[type[BaseModel], type[BaseModel], str]] = {
    "receipt": (
        ReceiptQuestion,
        ReceiptAnswer,
        "What became of a fact of the asking publisher, as the receipt says it that is stored.",
    ),
    "positions": (PositionsQuestion, PositionsAnswer, "How far the logs have come."),
}
QUESTION_MODELS: tuple[type[BaseModel], ...] = (
    *(model for asked, answer, _ in _ASKED.values() for model in (asked, answer)),
    ProblemAnswer,
)
_REPLIES = (
    "Answers come to the reply subject of the question: an inbox of the asking publisher, as NATS clients "
    "make it for a request."
)


def question_channels() -> JsonObject:
    channels: dict[str, Json] = {}
    for kind, (asked, answer, about) in _ASKED.items():
        channels[f"ask.{kind}"] = {
            "address": question("{publisher}", kind),
            "description": about,
            "parameters": {"publisher": {"description": "The publisher's name; it may ask as itself only."}},
            "messages": message_references(asked),
        }
        channels[f"answer.{kind}"] = {
            "address": None,
            "description": _REPLIES,
            "messages": message_references(answer, ProblemAnswer),
        }
    return channels


def question_operations() -> JsonObject:
    return {
        f"answer_{kind}": {
            "action": "receive",
            "channel": {"$ref": f"#/channels/ask.{kind}"},
            "summary": about,
            "reply": {"channel": {"$ref": f"#/channels/answer.{kind}"}},
        }
        for kind, (_, _, about) in _ASKED.items()
    }


def model_messages(models: Iterable[type[BaseModel]]) -> JsonObject:
    return {
        model.__name__: {
            "name": model.__name__,
            "contentType": "application/json",
            "summary": " ".join((model.__doc__ or "").split()),
            "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        }
        for model in models
    }


def model_schemas(models: Iterable[type[BaseModel]]) -> JsonObject:
    found: dict[str, Json] = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        found.update(schema.pop("$defs", {}))
        found[model.__name__] = schema
    return found


def message_references(*models: type[BaseModel]) -> JsonObject:
    return {model.__name__: {"$ref": f"#/components/messages/{model.__name__}"} for model in models}
