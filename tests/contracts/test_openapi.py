"""The OpenAPI documents of all four services: identity, problem details, summaries in both languages."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from services.hazards.app import OPEN_PATHS as HAZARDS_OPEN_PATHS
from services.hazards.app import create_app as hazards
from services.notifications.app import OPEN_PATHS as NOTIFICATIONS_OPEN_PATHS
from services.notifications.app import create_app as notifications
from services.registry.app import OPEN_PATHS as REGISTRY_OPEN_PATHS
from services.registry.app import create_app as registry
from services.reporting.app import OPEN_PATHS as REPORTING_OPEN_PATHS
from services.reporting.app import create_app as reporting
from shared.events.text import LARGEST_INTEGER
from shared.http.app import OPEN_PATHS
from shared.http.openapi import PROBLEM
from shared.http.problem_answers import problem_answer
from shared.problems import PROBLEMS, Rejected
from shared.settings import Settings
from tests.support.sample_service import settings_for

SERVICES: dict[str, Callable[[Settings], FastAPI]] = {
    "registry": registry, "hazards": hazards, "reporting": reporting, "notifications": notifications,
}  # fmt: skip
OPENED = {
    "registry": REGISTRY_OPEN_PATHS, "hazards": HAZARDS_OPEN_PATHS, "reporting": REPORTING_OPEN_PATHS,
    "notifications": NOTIFICATIONS_OPEN_PATHS,
}  # fmt: skip
SIGN_IN = [{"HTTPBearer": []}, {"APIKeyHeader": []}]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    settings = settings_for(tmp_path_factory.mktemp("settings"))
    return {service: create_app(settings).openapi() for service, create_app in SERVICES.items()}


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def document(documents: dict[str, dict[str, Any]], service: str) -> dict[str, Any]:
    return documents[service]


@pytest.fixture
def guarded(document: dict[str, Any], service: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if path.removeprefix(f"/{service}") not in (*OPEN_PATHS, *OPENED.get(service, ()))
    }


def test_the_frameworks_own_errors_are_not_told(document: dict[str, Any]) -> None:
    assert "ValidationError" not in str(document)


def test_every_guarded_operation_takes_a_token_or_a_key(
    document: dict[str, Any], guarded: dict[tuple[str, str], dict[str, Any]]
) -> None:
    assert len(guarded) >= 3
    assert {str(operation.get("security")) for operation in guarded.values()} == {str(SIGN_IN)}
    assert set(document["components"]["securitySchemes"]) == {"HTTPBearer", "APIKeyHeader"}


def test_every_error_is_a_problem(
    document: dict[str, Any], guarded: dict[tuple[str, str], dict[str, Any]]
) -> None:
    for operation in guarded.values():
        errors = {status: said for status, said in operation["responses"].items() if status >= "400"}
        assert {"401", "403", "422", "503"} <= set(errors)
        for said in errors.values():
            name = said["$ref"].removeprefix("#/components/responses/")
            content = document["components"]["responses"][name]["content"]
            assert content == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


def test_what_sends_names_or_changes_something_may_be_refused_for_it(
    documents: dict[str, dict[str, Any]],
) -> None:
    hazards, told = documents["hazards"]["paths"], documents["notifications"]["paths"]
    assert {"400", "409", "413"} <= set(hazards["/hazards/facts"]["post"]["responses"])
    assert "404" in hazards["/hazards/receipts"]["get"]["responses"]
    assert "409" in hazards["/hazards/audit/heal"]["post"]["responses"]
    assert "400" not in hazards["/hazards/audit/heal"]["post"]["responses"]
    assert "413" in told["/notifications/contacts/{kind}/{holder}"]["put"]["responses"]
    assert "404" not in told["/notifications/recipients"]["get"]["responses"]
    forms = documents["reporting"]["paths"]["/reporting/campaigns/{campaign}/{annex}"]["get"]
    assert "429" in forms["responses"]


def test_every_parameter_is_bounded(document: dict[str, Any]) -> None:
    """A number is one that Postgres holds and every reader of JSON keeps exact; a text is a short one."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                kinds = parameter["schema"].get("anyOf", [parameter["schema"]])
                assert [kind for kind in kinds if not _bounded(kind)] == [], (path, parameter["name"])


def _bounded(kind: dict[str, Any]) -> bool:
    match kind.get("type"):
        case "integer":
            return 0 <= kind["minimum"] <= kind["maximum"] <= LARGEST_INTEGER
        case "string":
            return "maxLength" in kind or "enum" in kind
        case "array":
            return "maxItems" in kind
        case "null" | "boolean":
            return True
        case _:
            return "HolderKind" in kind["$ref"]


def test_what_is_open_says_so(document: dict[str, Any], service: str) -> None:
    live, ready = (document["paths"][f"/{service}/health/{name}"]["get"] for name in ("live", "ready"))
    assert "security" not in live
    assert "security" not in ready
    assert set(live["responses"]) == {"200"}
    assert set(ready["responses"]) == {"200", "503"}


def test_pages_and_metrics_are_not_json(document: dict[str, Any], service: str) -> None:
    for path, media_type in (("metrics", "text/plain"), ("docs", "text/html")):
        answered = document["paths"][f"/{service}/{path}"]["get"]["responses"]["200"]
        assert set(answered["content"]) == {media_type}


def test_every_summary_is_in_both_languages(document: dict[str, Any]) -> None:
    summaries = [
        operation["summary"] for operations in document["paths"].values() for operation in operations.values()
    ]
    assert [
        one for one in summaries if not re.search("[一-鿿]", one) or not re.search("[A-Za-z]{3}", one)
    ] == []


def test_forms_take_both_times(documents: dict[str, dict[str, Any]]) -> None:
    for form in ("{annex}", "{annex}.xlsx", "{annex}.docx", "{annex}.pdf"):
        operation = documents["reporting"]["paths"][f"/reporting/campaigns/{{campaign}}/{form}"]["get"]
        taken = {one["name"]: one for one in operation["parameters"] if one["in"] == "query"}
        named = {"occurred_until", "recorded_until", "positions", "policy", "submission"}
        of_documents = {"signature_line", "telephone"} if "." in form else set()
        assert set(taken) == named | {"changes"} | of_documents
        for name in ("occurred_until", "recorded_until"):
            assert "date-time" in str(taken[name])
        assert "409" in operation["responses"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(document)):
        place = document
        for part in reference.split("/"):
            place = place[part]


def test_every_code_is_told_under_its_status(document: dict[str, Any]) -> None:
    told = document["components"]["responses"]
    for code, problem in PROBLEMS.items():
        named = told.get(f"Problem{problem.status}")
        assert named is None or f"`{code}`" in named["description"]
    assert "`unauthenticated`" in told["Problem401"]["description"]


@pytest.mark.parametrize(
    "more", [{}, {"errors": [{"field": "limit", "detail": "too large"}]}, {"checks": {"bus": "ok"}}]
)
def test_a_problem_is_as_described(more: dict[str, Any]) -> None:
    body = json.loads(problem_answer(Rejected("not_found", what="it"), {"path": "/x"}, more).body)
    assert set(body) == {*PROBLEM["required"], *more}
    Draft202012Validator({**PROBLEM, "additionalProperties": False}).validate(body)


def test_every_table_takes_a_submission(documents: dict[str, dict[str, Any]]) -> None:
    """Whatever is asked of a report, it can be named by what was signed."""
    for path, operations in documents["reporting"]["paths"].items():
        if "/{campaign}/{annex}" in path:
            taken = {one["name"] for one in operations["get"]["parameters"] if one["in"] == "query"}
            assert {"occurred_until", "submission"} <= taken, path
