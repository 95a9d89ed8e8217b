"""A publisher chooses the ids of units and hazards: none of them may lead a link anywhere else."""

import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from shared.pages.drawing import segment

SOURCES = Path(__file__).parents[2]
LINKED = re.compile(
    r"/(?:units|hazards|\{\{ addressed \}\})/\{\{([^}]*)\}\}|\{\{ address \}\}\{\{([^}]*)\}\}"
)


@pytest.mark.parametrize("id_", ["../../x", "a/b/../../../session/end", "a?b#c", "a%2e", '"><b>', "h/1"])
def test_an_id_stays_one_part_of_the_address(id_: str) -> None:
    page = Environment(loader=DictLoader({"x": "/registry/pages/units/{{ id | segment }}"}), autoescape=True)
    page.filters["segment"] = segment
    shown = page.get_template("x").render(id=id_)
    assert shown.count("/") == len(["", "registry", "pages", "units", ""]) - 1
    assert not {"?", "#", '"', "<"} & set(shown)


def test_every_template_links_so() -> None:
    found = [
        expression
        for template in SOURCES.glob("s*/**/templates/**/*.html")
        for pair in LINKED.findall(template.read_text("utf-8"))
        for expression in pair
        if expression
    ]
    assert len(found) >= 6
    assert [each for each in found if "| segment" not in each] == []
