"""The Grafana dashboard as it is provisioned, and what its queries ask, as Grafana and its plug-in would."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.embedded.folder import ROOT

FOLDER = ROOT / "deploy" / "compose" / "grafana"
INFINITY = "yesoreyeram-infinity-datasource"
VARIABLES = {
    "${campaign}": "dasheng-2024-winter",
    "${__from:date:iso}": "2024-11-14T16:00:00.000Z",
    "${__to:date:iso}": "2024-12-31T16:00:00.000Z",
}
"""What Grafana puts in, in the form in which it does."""


def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / "town.json").read_text("utf-8"))
    return read


@dataclass(frozen=True)
class Query:
    """Of our API, by the plug-in."""

    panel: str
    raw: Mapping[str, Any]

    @property
    def path(self) -> str:
        return filled(self.raw["url"])

    @property
    def parameters(self) -> dict[str, str]:
        return {one["key"]: filled(one["value"]) for one in self.raw["url_options"]["params"]}

    def rows(self, answer: Any) -> list[Any]:
        """What the root selector takes; one object is one row."""
        root = selected(answer, self.raw["root_selector"]) if self.raw["root_selector"] else answer
        return root if isinstance(root, list) else [root]


def filled(text: str) -> str:
    for name, value in VARIABLES.items():
        text = text.replace(name, value)
    assert "$" not in text, text
    return text


def selected(value: Any, selector: str) -> Any:
    """Selectors here are names with dots between them, which every parser reads alike."""
    assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", selector), selector
    for name in selector.split("."):
        value = value[name]
    return value


def queries() -> list[Query]:
    board = dashboard()
    variables = board["templating"]["list"]
    of_variables = [Query(one["name"], one["query"]["infinityQuery"]) for one in variables]
    return of_variables + [Query(title, one) for title, one in targets(INFINITY)]


def targets(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """By the title of their panel."""
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            assert target["datasource"] == panel["datasource"]
            if target["datasource"]["type"] == kind:
                yield panel["title"], target
