"""The dashboard's queries asked of a deployment, with a dashboard's key: every field is in the answer."""

from datetime import datetime

import httpx

from tests.deploy.dashboards import VARIABLES, queries, selected
from tests.e2e.deployment import Deployment
from tests.e2e.facts import VILLAGE, found, new_id, unit

KINDS = {"string": str, "number": (int, float), "timestamp": str}


def test_every_field_that_is_shown_is_answered(deployment: Deployment) -> None:
    office = deployment.account("safety_office")
    shop = unit(new_id("unit"))
    office.post("registry", shop)
    office.post("hazards", found(new_id("hazard"), shop["data"]["unit_id"]))
    key = deployment.run("keys", "create", "--name", "grafana", "--role", "dashboard").strip()
    with httpx.Client(base_url=deployment.url, headers={"X-API-Key": key}, timeout=60) as grafana:
        for query in queries():
            answer = grafana.get(query.path, params=query.parameters)
            assert answer.status_code == httpx.codes.OK, f"{query.panel}: {answer.text}"
            rows = query.rows(answer.json())
            assert rows, query.panel
            for row in rows:
                for column in query.raw["columns"]:
                    value = selected(row, column["selector"])
                    assert isinstance(value, KINDS[column["type"] or "string"]), (query.panel, column)
                    if column["type"] == "timestamp":
                        assert datetime.fromisoformat(value)
        campaigns = next(query for query in queries() if query.panel == "campaign")
        known = campaigns.rows(grafana.get(campaigns.path).json())
        assert VARIABLES["${campaign}"] in [row["id"] for row in known]
        table = next(
            query for query in queries() if query.path.endswith("annex-4") and query.raw["root_selector"]
        )
        villages = table.rows(grafana.get(table.path).json())
        assert VILLAGE in [row["filer"]["id"] for row in villages]


def test_a_dashboards_key_sees_no_persons_and_no_subjects(deployment: Deployment) -> None:
    cell = "/reporting/campaigns/dasheng-2024-winter/annex-4/cells/total:sum/units"
    key = deployment.run("keys", "create", "--name", "curious", "--role", "dashboard").strip()
    with httpx.Client(base_url=deployment.url, headers={"X-API-Key": key}, timeout=60) as board:
        for path in (
            "/registry/officials",
            "/registry/units",
            "/notifications/hazards",
            "/notifications/recipients",
            "/notifications/contacts",
            cell,
            f"{cell}/why-not/u-1",
        ):
            refused = board.get(path)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed"), path
        reports = {"a": {"campaign": "dasheng-2024-winter"}, "b": {"campaign": "dasheng-2024-winter"}}
        supposed = {"suppose": {"log": "hazards", "position": 1}}
        for path, body in (("/reporting/diff", reports), ("/reporting/what-if", supposed)):
            assert board.post(path, json=body).status_code == 403, path
