"""明细台账 of a simulated campaign on a whole deployment: every column's list adds up, and is in words."""

import json
from pathlib import Path

import pytest

from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate
from services.reporting.counting.columns import COLUMN, columns_of
from tests.e2e.deployment import Account, Deployment
from tests.reporting.particulars.lists import ReadList, read_list

CAMPAIGN = "/reporting/campaigns/dasheng-2024-winter"


@pytest.fixture(scope="module")
def office(deployment: Deployment) -> Account:
    facts = [json.loads(line) for line in simulate(read_town(), Plan(seed=3, units=60, hazards=120))]
    office = deployment.account("safety_office")
    for service in ("registry", "hazards"):
        own = [fact for fact in facts if fact["type"].startswith("unit.") == (service == "registry")]
        office.post_all(service, own)
    return office


def listed(office: Account, annex: str, cell: str, positions: str) -> ReadList:
    answer = office.client.get(f"{CAMPAIGN}/{annex}/cells/{cell}.xlsx", params={"positions": positions})
    assert answer.status_code == 200, answer.text
    return read_list(answer.content)


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_every_column_adds_up(office: Account, annex: str) -> None:
    form = office.get(f"{CAMPAIGN}/{annex}")
    positions = ",".join(f"{log}:{position}" for log, position in form["positions"].items())
    for column in columns_of(annex):
        value = form["totals"]["sum"][column.key]
        found = listed(office, annex, f"total:sum/{column.key}", positions)
        weight = "罚款（万元）" if column.kind == "sum" else "计数"
        assert found.total[weight] == float(value), column.key
        assert round(sum(line[weight] for line in found.lines), 6) == float(value), column.key
        names = [line.get("单位名称", line.get("被处罚单位", "—")) for line in found.lines]
        assert not [name for name in names if name == "" or name.startswith("u-")], column.key


def test_the_command_writes_the_same_list(office: Account, deployment: Deployment, tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    cell = ("annex-4", "total:sum", "hazards_closed")
    deployment.run("audit", "explain", *cell, "--format", "xlsx", "--out", out)
    answer = office.client.get(f"{CAMPAIGN}/annex-4/cells/total:sum/hazards_closed.xlsx")
    assert out.read_bytes() == answer.content
    assert COLUMN["hazards_closed"].label in read_list(out.read_bytes()).title
