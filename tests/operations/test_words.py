"""What the console calls things is what the glossary calls them, and every act has its words."""

import ast
from pathlib import Path

import pytest

from shared.events.catalogue import LOG_EVENTS
from shared.events.event_names import EVENT_NAMES, event_in_chinese
from shared.operations.act_words import act_in_words, outcome_in_words
from shared.operations.pages.said import problem_in_words
from shared.problems import PROBLEMS

ROOT = Path(__file__).parents[2]


def acts() -> set[str]:
    """What the sources put on record."""
    found: set[str] = set()
    for top in ("shared", "services"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "on_record":
                    found |= {each.value for each in node.args[1:2] if isinstance(each, ast.Constant)}
    return found


def test_every_event_type_has_the_words_of_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    assert set(EVENT_NAMES) == {event.type for events in LOG_EVENTS.values() for event in events}
    for type_name, named in EVENT_NAMES.items():
        assert f"| {named.zh} | `{type_name}` |" in glossary
    assert event_in_chinese("hazard.dreamt") == "hazard.dreamt"


def test_every_act_has_words() -> None:
    assert len(acts()) > 10
    for act in acts():
        assert act_in_words(act).zh != act


@pytest.mark.parametrize(
    ("outcome", "zh"),
    [
        (None, "没有结果：仍在进行，或中途中断"),
        ({}, "已完成"),
        ({"refused": "not_ready"}, "被拒绝，未执行（not_ready）"),
        ({"accepted": 3, "unknown_type": 2}, "已登记 3，unknown_type 2"),
        ({"equal": True}, "一致"),
        ({"equal": False}, "不一致"),
        ({"from": "public", "positions": {"registry": 3}}, "原数据代 public，位置 registry 3"),
    ],
)
def test_what_came_of_an_act(outcome: dict[str, object] | None, zh: str) -> None:
    assert outcome_in_words(outcome).zh == zh


def test_a_code_is_told_without_its_details() -> None:
    for code in PROBLEMS:
        assert "{" not in problem_in_words(code).zh + problem_in_words(code).en
    assert problem_in_words("of_another_release").zh == "of_another_release"
