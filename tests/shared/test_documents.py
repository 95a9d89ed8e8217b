"""A service's documents: OpenAPI and AsyncAPI from the code, a documentation page without outside hosts."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from shared.bus.permissions import publisher_permissions, service_permissions
from shared.bus.questions import INNER, KINDS, asked_within, question
from shared.events.catalogue import HAZARDS_EVENTS, LOG_EVENTS
from shared.http.asyncapi import Messages, asyncapi_document
from tests.contracts.golden import golden_files, type_and_version
from tests.support.issuer import Issuer
from tests.support.sample_service import MESSAGES, bearer, running

FACT = {
    "specversion": "1.0", "id": "1", "source": "app", "type": "hazard.merged",
    "time": "2024-12-01T08:00:00+08:00",
    "data": {"hazard_id": "h-1", "into": "h-2"},
}  # fmt: skip


async def test_openapi_names_every_route_and_both_ways_to_sign_in(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    async with running(tmp_path, {}) as client:
        document = (await client.get("/openapi.json", headers=bearer(issuer))).json()
    assert {"/sample/things/me", "/sample/health/ready", "/sample/metrics"} <= set(document["paths"])
    assert set(document["components"]["securitySchemes"]) == {"HTTPBearer", "APIKeyHeader"}


async def test_the_page_and_its_scripts_come_from_here(tmp_path: Path) -> None:
    Issuer(tmp_path)
    async with running(tmp_path, {}) as client:
        page = await client.get("/docs")
        assert page.status_code == 200
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "://" not in page.text
        for asset in re.findall(r'(?:src|href)="(docs/[^"]+)"', page.text):
            answer = await client.get(asset)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/")
        assert (await client.get("/docs/../../app.py")).status_code in (401, 404)
        assert (await client.get("/docs/other.js")).status_code == 404


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi_document("sample", MESSAGES)
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(document)):
        assert resolved(document, reference)


def resolved(document: object, reference: str) -> object:
    place = document
    for part in reference.split("/"):
        assert isinstance(place, dict)
        place = place[part]
    return place


def test_the_asyncapi_document_covers_each_fact_and_every_log() -> None:
    document = asyncapi_document("sample", MESSAGES)
    channels = document["channels"]
    assert isinstance(channels, dict)
    about_questions = {f"{side}.{kind}" for side in ("ask", "answer") for kind in KINDS}
    logs = {each for log in LOG_EVENTS for each in (log, f"clock.{log}")}
    assert set(channels) == {"intake", "receipts"} | logs | about_questions
    later = {"penalty.imposed.v2"}
    assert set(channels["intake"]["messages"]) == {event.type for event in HAZARDS_EVENTS} | later
    operations = document["operations"]
    assert isinstance(operations, dict)
    assert operations["send_hazards"]["action"] == "send"
    assert operations["receive_registry"]["action"] == "receive"


@pytest.mark.parametrize(("data", "valid"), [({}, True), ({"into": 3}, False), ({"extra": "x"}, False)])
def test_its_schemas_judge_messages(data: dict[str, object], valid: bool) -> None:
    document = asyncapi_document("sample", MESSAGES)
    registry = Registry().with_resource("urn:doc", Resource.opaque(document))
    schema = {"$ref": "urn:doc#/components/messages/fact.hazard.merged/payload"}
    message = {**FACT, "data": {**FACT["data"], **data}}
    assert Draft202012Validator(schema, registry=registry).is_valid(message) is valid


def test_what_every_stored_event_carries_is_described() -> None:
    schemas = asyncapi_document("sample", MESSAGES)["components"]["schemas"]
    both = (schemas["CloudEvent"], schemas["RecordedEvent"]["allOf"][1])
    described = {name for schema in both for name in schema["properties"]}
    required = {name for schema in both for name in schema["required"]}
    for file in golden_files():
        assert required <= set(json.loads(file.read_bytes())) <= described


@pytest.mark.parametrize("file", golden_files(), ids=lambda file: file.name)
def test_every_stored_event_fits_its_schema(file: Path) -> None:
    event = json.loads(file.read_bytes())
    document = asyncapi_document("sample", MESSAGES)
    registry = Registry().with_resource("urn:doc", Resource.opaque(document))
    type_, version = type_and_version(file)
    name = type_ if version == 1 else f"{type_}.v{version}"
    schema = {"$ref": f"urn:doc#/components/messages/event.{name}/payload"}
    Draft202012Validator(schema, registry=registry).validate(event)


def test_questions_are_described_with_their_answers() -> None:
    document = asyncapi_document("sample", MESSAGES)
    for kind in KINDS:
        channel, operation = document["channels"][f"ask.{kind}"], document["operations"][f"answer_{kind}"]
        assert question("platform", kind) in publisher_permissions("platform").publish
        assert channel["address"] == question("{publisher}", kind)
        assert operation["reply"]["channel"]["$ref"] == f"#/channels/answer.{kind}"
        assert "ProblemAnswer" in document["channels"][f"answer.{kind}"]["messages"]


@pytest.mark.parametrize(
    ("message", "said", "valid"),
    [
        ("ReceiptQuestion", {"source": "/a", "id": "1"}, True),
        ("ReceiptQuestion", {"source": "/a", "id": "1", "publisher": "other"}, False),
        ("ReceiptAnswer", {"source": "/a", "id": "1", "outcome": "accepted", "events": []}, True),
        ("ReceiptAnswer", {"source": "/a", "id": "1", "outcome": "lost", "events": []}, False),
        ("PositionsAnswer", {"positions": {"hazards": 3}, "logs": {}}, True),
        ("ProblemAnswer", {"code": "not_found"}, False),
    ],
)
def test_the_schemas_of_questions_judge_messages(message: str, said: dict[str, object], valid: bool) -> None:
    document = asyncapi_document("sample", MESSAGES)
    registry = Registry().with_resource("urn:doc", Resource.opaque(document))
    schema = {"$ref": f"urn:doc#/components/messages/{message}/payload"}
    assert Draft202012Validator(schema, registry=registry).is_valid(said) is valid


@pytest.mark.parametrize("service", INNER)
def test_questions_between_services_are_described_to_both(service: str) -> None:
    document = asyncapi_document(service, Messages(follows=("registry",)))
    told = {
        (operation["action"], document["channels"][operation["channel"]["$ref"].split("/")[-1]]["address"])
        for operation in document["operations"].values()
        if "reply" in operation
    }
    allowed = service_permissions(service)
    inner = {asked_within(answering, kind) for answering, kinds in INNER.items() for kind in kinds}
    assert told == {("receive", each) for each in inner & set(allowed.subscribe)} | {
        ("send", each) for each in inner & set(allowed.publish)
    }
    assert told
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(document)):
        assert resolved(document, reference)


def test_a_publisher_is_told_how_to_sign_in() -> None:
    document = asyncapi_document("sample", MESSAGES)
    assert "_INBOX_platform.>" in publisher_permissions("platform").subscribe
    assert "`_INBOX_{publisher}`" in document["servers"]["bus"]["description"]
    assert all(channel["description"] for channel in document["channels"].values())


def test_a_service_without_a_log_only_receives() -> None:
    operations = asyncapi_document("sample", Messages(follows=("registry",)))["operations"]
    assert isinstance(operations, dict)
    assert {one["action"] for one in operations.values()} == {"receive"}
