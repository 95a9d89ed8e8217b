"""The dashboard against the services' descriptions: what it asks for is there, under these names."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.registry.app import create_app as registry
from services.reporting.app import create_app as reporting
from services.reporting.counting.columns import COLUMN, columns_of
from shared.metrics import REGISTRY
from tests.deploy.dashboards import FOLDER, INFINITY, Query, dashboard, queries, targets
from tests.deploy.test_compose import compose
from tests.support.sample_service import settings_for

SERVICES = {"registry": registry, "reporting": reporting}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    settings = settings_for(tmp_path_factory.mktemp("settings"))
    return {service: create_app(settings).openapi() for service, create_app in SERVICES.items()}


def operation(document: dict[str, Any], query: Query) -> dict[str, Any]:
    """The one that takes this path."""
    fitting = [
        methods["get"]
        for path, methods in document["paths"].items()
        if re.fullmatch(re.sub(r"{[^}]*}", "[^/]+", path.replace(".", r"\.")), query.path)
    ]
    assert len(fitting) == 1, query.path
    described: dict[str, Any] = fitting[0]
    return described


@pytest.mark.parametrize("query", queries(), ids=lambda query: f"{query.panel} {query.raw['refId']}")
def test_every_query_is_described(documents: dict[str, dict[str, Any]], query: Query) -> None:
    document = documents[query.path.split("/")[1]]
    described = operation(document, query)
    taken = {one["name"] for one in described.get("parameters", ()) if one["in"] == "query"}
    assert set(query.parameters) <= taken
    assert query.raw["url_options"]["method"] == "GET"
    assert (query.raw["type"], query.raw["parser"], query.raw["source"]) == ("json", "backend", "url")
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    root = query.raw["root_selector"]
    rows = _at(document, schema, root) if root else schema
    for column in query.raw["columns"]:
        assert _at(document, rows, column["selector"]), column


def _at(document: dict[str, Any], schema: dict[str, Any], selector: str) -> dict[str, Any]:
    """Where a name leads in a described answer; a list is one of its items."""
    for name in selector.split("."):
        found = _resolved(document, schema)
        schema = found["properties"][name] if name in found.get("properties", {}) else _any_key(found, name)
    return schema


def _any_key(schema: dict[str, Any], name: str) -> dict[str, Any]:
    assert name in COLUMN or name in ("registry", "hazards"), name
    described: dict[str, Any] = schema["additionalProperties"]
    return described


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while True:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            return schema


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_the_tables_show_every_column_under_its_own_words(annex: str) -> None:
    tables = {panel["id"] for panel in dashboard()["panels"] if panel["type"] == "table"}
    shown = [
        {column["selector"]: column["text"] for column in target["columns"]}
        for panel in dashboard()["panels"]
        for target in panel["targets"]
        if panel["id"] in tables and target["url"].endswith(annex)
    ]
    spoken = {
        f"cells.{column.key}": "›".join((*column.path[-1:], column.label)) for column in columns_of(annex)
    }
    assert shown == [{"filer.name": "填报单位"} | spoken]


def test_fines_stay_exact() -> None:
    shown = [column for query in queries() for column in query.raw["columns"]]
    fines = [column for column in shown if column["selector"].endswith("fines")]
    assert fines
    assert {column["type"] for column in fines} == {"string"}


def test_every_metric_is_one_that_services_have() -> None:
    known = {sample.name for metric in REGISTRY.collect() for sample in metric.samples}
    known |= {metric.name + ("_total" if metric.type == "counter" else "") for metric in REGISTRY.collect()}
    asked = [target["expr"] for _, target in targets("prometheus")]
    assert len(asked) > 5
    assert {name for expr in asked for name in re.findall(r"paicha_\w+", expr)} <= known


def test_every_panel_has_a_place_and_a_source_that_is_provisioned() -> None:
    sources = yaml.safe_load((FOLDER / "sources.yml").read_text("utf-8"))["datasources"]
    known = {(source["type"], source["uid"]) for source in sources}
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {(panel["datasource"]["type"], panel["datasource"]["uid"]) for panel in panels} == known
    taken = [place for panel in panels for place in _places(panel["gridPos"])]
    assert len(taken) == len(set(taken))


def _places(grid: dict[str, int]) -> list[tuple[int, int]]:
    assert grid["x"] + grid["w"] <= 24
    return [(grid["x"] + x, grid["y"] + y) for x in range(grid["w"]) for y in range(grid["h"])]


def test_the_container_has_what_is_provisioned() -> None:
    grafana = compose()["services"]["grafana"]
    assert re.fullmatch(rf"{INFINITY}@\d+\.\d+\.\d+", grafana["environment"]["GF_PLUGINS_PREINSTALL"])
    mounted = dict(volume.split(":")[:2] for volume in grafana["volumes"])
    assert {Path(source).name for source in mounted if "grafana/" in source} == {
        path.name for path in FOLDER.iterdir()
    }
    provider = yaml.safe_load((FOLDER / "dashboards.yml").read_text("utf-8"))["providers"][0]
    assert str(Path(mounted["./deploy/compose/grafana/town.json"]).parent) == provider["options"]["path"]
    source = next(
        one
        for one in yaml.safe_load((FOLDER / "sources.yml").read_text("utf-8"))["datasources"]
        if one["type"] == INFINITY
    )
    named = re.fullmatch(r"\$__file\{/run/secrets/(\w+)\}", source["secureJsonData"]["apiKeyValue"])
    assert named is not None
    assert named[1] in grafana["secrets"]
    assert source["jsonData"]["allowedHosts"] == [source["url"]]
