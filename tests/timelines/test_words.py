"""Every event of a subject that has a timeline can be told, field by field, in both languages."""

import re
from typing import Any

import pytest

from services.hazards.timeline.words import SAYINGS as HAZARDS
from services.registry.timeline.words import SAYINGS as REGISTRY
from shared.events.catalogue import LOG_EVENTS, newest_data
from shared.events.envelope import Envelope
from shared.timelines.words import Saying, named_in, told
from tests.contracts.golden import golden_files

KINDS = {"unit", "inspection", "hazard", "penalty", "case", "fact"}
OF_LOG = {"registry": REGISTRY, "hazards": HAZARDS}
_NEVER_TOLD = {"publisher", "source", "id"}
"""Of a retraction: which fact it was to its publisher. What it says is the position."""
NAMES = {("organisation", "d-pingan"): "平安法治办", ("official", "o-liubo"): "刘波", ("unit", "u-1"): "餐馆"}


def types(log: str) -> list[Any]:
    return [event for event in LOG_EVENTS[log] if event.type.partition(".")[0] in KINDS]


@pytest.mark.parametrize("log", OF_LOG)
def test_each_type_and_each_field_of_it_has_words(log: str) -> None:
    assert set(OF_LOG[log]) == {event.type for event in types(log)}
    for event in types(log):
        own = f"{event.type.partition('.')[0]}_id"
        fields = {field.alias or name for name, field in event.model_fields.items()}
        told_fields = {field.name for field in OF_LOG[log][event.type].fields}
        assert told_fields == fields - {own} - _NEVER_TOLD, event.type


@pytest.mark.parametrize("log", OF_LOG)
def test_labels_and_titles_are_in_both_languages(log: str) -> None:
    for saying in OF_LOG[log].values():
        for words in (saying.title, *(field.label for field in saying.fields)):
            assert re.search("[一-鿿]", words.zh), words
            assert re.fullmatch("[ -~]+", words.en), words


def golden() -> list[Envelope]:
    events = [Envelope.from_bytes(path.read_bytes()) for path in golden_files()]
    return [event for event in events if event.type in OF_LOG.get(event.log, {})]


@pytest.mark.parametrize("event", golden(), ids=lambda event: f"{event.type}.v{event.version}")
def test_golden_events_of_every_version_are_told(event: Envelope) -> None:
    saying: Saying = OF_LOG[event.log][event.type]
    data = newest_data(event)
    found = told(saying, data, NAMES)
    assert len(found.lines) == sum(bool(data.get(field.name)) for field in saying.fields)
    assert all(line.text.zh and line.text.en for line in found.lines)
    assert {kind for kind, _ in named_in(saying, data)} <= {
        "organisation", "official", "unit", "hazard", "inspection",
    }  # fmt: skip


def said(type_: str, **data: Any) -> str:
    return told(HAZARDS.get(type_) or REGISTRY[type_], data, NAMES).zh


def test_words() -> None:
    assert said("unit.graded", grade="red") == "分级（分级：红色）"
    assert said("unit.reassigned", without_department=True) == "改派属地或主管科室（行业主管科室：无）"
    assert said("hazard.found", severity="major", description="通道被堵", unit_id="u-1", by="d-pingan") == (
        "发现隐患（等级：重大；情况：通道被堵；单位：餐馆；发现单位：平安法治办）"
    )
    assert said("hazard.found", severity="general", description="插座", unit_id="u-9", by="unit") == (
        "发现隐患（等级：一般；情况：插座；单位：u-9；发现单位：单位自身）"
    )
    assert said("hazard.planned", deadline="2024-12-31", funds=500) == (
        "制定整改方案（五落实）（整改期限：2024年12月31日；资金：500）"
    )
    parts = [{"kind": "fine", "fine_fen": 12345}, {"kind": "other", "named": "警告"}]
    assert said("penalty.imposed", parts=parts, decision_no="1号") == (
        "作出处罚决定（决定书文号：1号；处罚种类：罚款0.012345万元、其他（警告））"
    )
    findings = [{"item": "2-1.3", "passed": False, "remark": "缺记录"}, {"item": "2-1.4", "passed": True}]
    assert said("inspection.completed", participants=["o-liubo", "o-x"], findings=findings) == (
        "督导检查（参加人员：刘波、o-x；检查结果：2-1.3 不符合（缺记录）；2-1.4 符合）"
    )
    assert (
        said("fact.voided", voids=7, reason="录错") == "撤回一条记录（更正）（撤回的是：第7条；原因：录错）"
    )
