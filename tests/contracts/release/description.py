"""What this release offers to outsiders: events, golden bytes, the bus, HTTP, codes. Made from the code."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.hazards.app import MESSAGES as OF_HAZARDS
from services.hazards.app import create_app as hazards
from services.notifications.app import create_app as notifications
from services.registry.app import MESSAGES as OF_REGISTRY
from services.registry.app import create_app as registry
from services.reporting.app import create_app as reporting
from shared.events.catalogue import EVENTS
from shared.http.asyncapi import Messages, asyncapi_document
from shared.problems import PROBLEMS
from tests.contracts.golden import golden_files
from tests.contracts.release.flat import flat
from tests.support.sample_service import settings_for

_APPS = {"registry": registry, "hazards": hazards, "reporting": reporting, "notifications": notifications}
_GOOD = "2"

Description = dict[str, Any]


def described(folder: Path) -> Description:
    """`folder` is for the files that settings name."""
    settings = settings_for(folder)
    documents = {service: create_app(settings).openapi() for service, create_app in _APPS.items()}
    return {
        "events": _events(),
        "golden": {file.name: sha256(file.read_bytes()).hexdigest() for file in golden_files()},
        "bus": _addresses(),
        "http": {name: each for document in documents.values() for name, each in _operations(document)},
        "codes": sorted(PROBLEMS),
    }


def _events() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (type_, version), event in sorted(EVENTS.items()):
        schema = event.model_json_schema()
        found.setdefault(type_, {})[str(version)] = flat(schema, schema)
    return found


def _addresses() -> list[str]:
    of_service = {"registry": OF_REGISTRY, "hazards": OF_HAZARDS, "reporting": Messages(log="reporting")}
    channels: list[Any] = [
        channel
        for service, messages in of_service.items()
        for channel in dict[str, Any](asyncapi_document(service, messages)["channels"]).values()  # type: ignore[call-overload]
    ]
    return sorted({str(each["address"]) for each in channels if each["address"] is not None})


def _operations(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (f"{method.upper()} {path}", _operation(operation, document))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def _operation(operation: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    takes = {
        f"{each['in']}:{each['name']}": [flat(each["schema"], document)[""][0], each.get("required", False)]
        for each in operation.get("parameters", ())
    }
    answers = {
        f"{status} {media}": flat(said["schema"], document) if "schema" in said else {}
        for status, answer in operation["responses"].items()
        if status.startswith(_GOOD)
        for media, said in answer.get("content", {}).items()
    }
    bodies = operation.get("requestBody", {}).get("content", {})
    sent = {media: flat(said["schema"], document) for media, said in bodies.items() if "schema" in said}
    return {"takes": takes, "sent": sent, "answers": answers}
