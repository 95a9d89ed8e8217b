"""The alerts name metrics that there are, with the labels that those have."""

import re
from typing import Any

import pytest
import yaml

from deploy.embedded.folder import ROOT
from shared import metrics

KNOWN = {
    f"{each._name}{'_total' if each._type == 'counter' else ''}": {*each._labelnames, "job", "check"}
    for each in vars(metrics).values()
    if hasattr(each, "_labelnames")
}
GROUPS = yaml.safe_load((ROOT / "deploy/compose/alerts.yml").read_text("utf-8"))["groups"]
RULES = [rule for group in GROUPS for rule in group["rules"]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_it_asks_for_what_there_is(rule: dict[str, Any]) -> None:
    named = re.findall(r"paicha_\w+", rule["expr"])
    assert named or rule["expr"] == "up == 0"
    assert {*named} <= {*KNOWN}
    by = {label for labels in re.findall(r"by \(([^)]*)\)", rule["expr"]) for label in labels.split(", ")}
    said = {*re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])}
    assert all(by <= KNOWN[name] for name in named)
    assert said <= (by or {"job"}.union(*(KNOWN[name] for name in named)))


def test_each_is_told_once_by_its_name() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len({*names})
    assert {"RemindersLate", "RemindersUncertain", "RemindersMissing", "ChannelHalted"} <= {*names}
