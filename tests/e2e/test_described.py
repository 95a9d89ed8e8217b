"""Every service asked what its description allows, and what it does not: each answer is as described.

No 5xx, no undocumented status or content type, every body in its schema, and nothing without identity.
A failure prints the request as curl. PAICHA_FUZZ_SEED and PAICHA_FUZZ_EXAMPLES ask otherwise, and more.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import requests

from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate
from services.hazards.app import OPEN_PATHS as OPEN_IN_HAZARDS
from services.notifications.app import OPEN_PATHS as OPEN_IN_NOTIFICATIONS
from services.registry.app import OPEN_PATHS as OPEN_IN_REGISTRY
from services.reporting.app import OPEN_PATHS as OPEN_IN_REPORTING
from shared.http.app import OPEN_PATHS
from tests.e2e.deployment import Account, Deployment
from tests.e2e.described import EXAMPLES, SEED, ask, described, operations
from tests.e2e.facts import VILLAGE

SERVICES = ("registry", "hazards", "reporting", "notifications")


@dataclass
class Town:
    url: str
    facts: list[dict[str, Any]]
    office: Account
    authorization: dict[str, str]
    """By role, as the header of that name."""

    def document(self, service: str) -> dict[str, Any]:
        document: dict[str, Any] = self.office.get(f"/{service}/openapi.json")
        return document


@pytest.fixture(scope="module")
def town(deployment: Deployment) -> Town:
    facts = [json.loads(line) for line in simulate(read_town(), Plan(seed=SEED, units=8, hazards=16))]
    office = deployment.account("safety_office")
    for service in ("registry", "hazards"):
        own = [fact for fact in facts if fact["type"].startswith("unit.") == (service == "registry")]
        office.post_all(service, own)
        # Dead letters, to be asked for by their numbers.
        office.post(service, [7, None, {"source": "/unreadable", "id": "1"}, [[]]])
    accounts = {
        "reporter": deployment.account("reporter", VILLAGE),
        "safety_office": office,
        "operator": deployment.account("operator"),
    }
    headers = {role: account.client.headers["authorization"] for role, account in accounts.items()}
    return Town(deployment.url, facts, office, headers)


@pytest.mark.timeout(900 * EXAMPLES)  # a second for each CPU second, on a machine that is busy with much else
@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_is_as_described(town: Town, service: str, subtests: pytest.Subtests) -> None:
    schema = described(town.document(service), town.url, town.facts)
    with requests.Session() as session:
        session.trust_env = False
        for operation in operations(schema):
            with subtests.test(operation=operation.label, PAICHA_FUZZ_SEED=SEED):
                ask(operation, town.authorization, session)


OPENED = {
    "registry": OPEN_IN_REGISTRY,
    "hazards": OPEN_IN_HAZARDS,
    "reporting": OPEN_IN_REPORTING,
    "notifications": OPEN_IN_NOTIFICATIONS,
}


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_is_answered_without_identity(town: Town, service: str) -> None:
    with httpx.Client(base_url=town.url, timeout=60) as stranger:
        for path, methods in town.document(service)["paths"].items():
            address = re.sub("{[^}]*}", "1", path)
            is_open = path.removeprefix(f"/{service}") in (*OPEN_PATHS, *OPENED[service])
            for method in (*methods, "options", "trace"):
                for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"X-API-Key": "pk_x"}):
                    answer = stranger.request(method, address, headers=headers)
                    refused = answer.status_code == httpx.codes.UNAUTHORIZED
                    assert refused is not is_open, f"{method} {address}: {answer.status_code}"
