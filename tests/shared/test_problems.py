"""Refusals: every code can happen, both sentences are whole, and what was sent can be shown."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from shared.problems import PROBLEMS, Rejected

ROOT = Path(__file__).parents[2]
TEXTS = {
    node.value
    for top in ("shared", "services")
    for path in (ROOT / top).rglob("*.py")
    if path.name != "problems.py"
    for node in ast.walk(ast.parse(path.read_bytes()))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_code_is_raised_and_says_the_same_in_both_languages(code: str) -> None:
    assert code in TEXTS
    problem = PROBLEMS[code]
    zh, en = (
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (problem.zh, problem.en)
    )
    assert zh >= en
    assert problem.zh.endswith("。")
    assert problem.en.endswith(".")


def test_what_was_sent_is_shown_without_what_cannot_be_and_not_at_length() -> None:
    refusal = Rejected("unknown_type", type="a\x00b\n" + "长" * 10_000)
    assert refusal.message.isprintable()
    assert "a\\x00b\\n长" in refusal.zh
    assert len(refusal.message) < 2000
