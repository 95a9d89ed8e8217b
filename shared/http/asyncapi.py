"""What a service takes from the bus and puts there: an AsyncAPI 3.0 document made from the event classes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from shared.events.base import Event
from shared.events.catalogue import LOG_EVENTS, versions_of
from shared.events.data_schema import schema_of
from shared.http.asyncapi_inner import inner_channels, inner_models, inner_operations
from shared.http.asyncapi_publishing import ABOUT_INTAKE, ABOUT_RECEIPTS, SECURITY, SERVERS
from shared.http.asyncapi_questions import (
    QUESTION_MODELS,
    model_messages,
    model_schemas,
    question_channels,
    question_operations,
)
from shared.http.asyncapi_schemas import CLOUD_EVENT, PLAIN_SCHEMAS, RECORDED_EVENT, data_schemas
from shared.json_types import Json, JsonObject
from shared.version import VERSION

EventClasses = tuple[type[Event], ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """`log` is the own log, if any; `follows` are the logs read."""

    takes: EventClasses = ()
    log: str | None = None
    follows: tuple[str, ...] = ()


@cache
def asyncapi_document(service: str, messages: Messages) -> JsonObject:
    """Made once: the schemas of all events take long enough for everybody else to notice."""
    channels: dict[str, Json] = {}
    operations: dict[str, Json] = {}
    if messages.takes:
        channels["intake"] = _channel("intake.{publisher}.{type}", "fact", messages.takes, ABOUT_INTAKE)
        operations["takeFacts"] = _operation("receive", "intake")
        channels["receipts"] = _plain_channel("receipts.{publisher}", "Receipt", ABOUT_RECEIPTS)
        operations["sendReceipts"] = _operation("send", "receipts")
        channels |= question_channels()
        operations |= question_operations()
    for log in _logs(messages):
        action = "send" if log == messages.log else "receive"
        address = f"{log}.{{township}}.{{type}}"
        channels[log] = _channel(
            address, "event", LOG_EVENTS[log], f"The event log of {log}: sequence = position."
        )
        operations[f"{action}_{log}"] = _operation(action, log)
        channels[f"clock.{log}"] = _plain_channel(
            f"clock.{log}", "Announcement", f"How far {log} is, each second."
        )
        operations[f"{action}_clock_{log}"] = _operation(action, f"clock.{log}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"paicha {service}", "version": VERSION},
        "defaultContentType": "application/cloudevents+json",
        "servers": SERVERS,
        "channels": channels | inner_channels(service),
        "operations": operations | inner_operations(service),
        "components": _components(service, messages),
    }


def _logs(messages: Messages) -> tuple[str, ...]:
    return (*messages.follows, *([] if messages.log is None else [messages.log]))


def _components(service: str, messages: Messages) -> JsonObject:
    said: dict[str, Json] = {
        name: {"name": name, "contentType": "application/json", "payload": _schema(name)}
        for name in PLAIN_SCHEMAS
    }
    facts = _every_version(messages.takes)
    events = _every_version(event for log in _logs(messages) for event in LOG_EVENTS[log])
    said |= {f"fact.{_named(event)}": _message(event, CLOUD_EVENT) for event in facts}
    said |= {f"event.{_named(event)}": _message(event, RECORDED_EVENT) for event in events}
    schemas = data_schemas((*facts, *events))
    asked = (*(QUESTION_MODELS if messages.takes else ()), *inner_models(service))
    said |= model_messages(asked)
    schemas |= model_schemas(asked)
    return {"messages": said, "schemas": schemas, "securitySchemes": SECURITY}


def _every_version(events: Iterable[type[Event]]) -> list[type[Event]]:
    return [version for event in events for version in versions_of(event)]


def _named(event: type[Event]) -> str:
    """The first version has the type's name alone, so that later ones are an addition."""
    return event.type if event.version == 1 else f"{event.type}.v{event.version}"


def _message(event: type[Event], around: str) -> JsonObject:
    """A fact of the first version need not say so, and may name a schema of its publisher's."""
    own: dict[str, Json] = {"type": {"const": event.type}, "data": _schema(event.__name__)}
    said: dict[str, Json] = {"type": "object", "properties": own}
    if event.version > 1 or around == RECORDED_EVENT:
        own["dataschema"] = {"const": schema_of(event.type, event.version)}
        said["required"] = ["dataschema"]
    return {
        "name": _named(event),
        "summary": " ".join((event.__doc__ or "").split()),
        "payload": {"allOf": [_schema(around), said]},
    }


def _channel(address: str, role: str, events: Iterable[type[Event]], about: str) -> JsonObject:
    return {
        "address": address,
        "description": about,
        "parameters": _parameters(address),
        "messages": {
            _named(event): {"$ref": f"#/components/messages/{role}.{_named(event)}"}
            for event in _every_version(events)
        },
    }


def _plain_channel(address: str, message: str, about: str) -> JsonObject:
    return {
        "address": address,
        "description": about,
        "parameters": _parameters(address),
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
    }


def _parameters(address: str) -> JsonObject:
    meanings = {
        "publisher": "The publisher's name, which is its NATS user.",
        "township": "The township code.",
        "type": "The type of the fact or event.",
    }
    return {name: {"description": text} for name, text in meanings.items() if f"{{{name}}}" in address}


def _operation(action: str, channel: str) -> JsonObject:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}


def _schema(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}"}
