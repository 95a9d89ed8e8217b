"""The glossary equals the code: its terms are used there, and what the code publishes is explained in it."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from services.reporting.counting.columns import COLUMNS
from shared.events import hazards, registry
from shared.events.catalogue import LOG_EVENTS
from shared.facts.account import EVERY_ROLE

ROOT = Path(__file__).parents[1]
SOURCES = [path for top in ("shared", "services", "deploy") for path in sorted((ROOT / top).rglob("*.py"))]


def rows() -> list[list[str]]:
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] not in ("中文", "---")]


def terms(column: int) -> list[str]:
    return [term for row in rows() for term in re.findall(r"`([^`]+)`", row[column])]


@cache
def code_words() -> frozenset[str]:
    """Every name and every short text in the sources, whole and by its parts: `units_red`, `units`, `red`."""
    found: set[str] = set()
    for path in SOURCES:
        found |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_bytes())):
            found |= {word for word in _said_by(node) if len(word) < 60}
    return frozenset(found | {part for word in found for part in _parts(word)})


def _said_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case _:
            return []


def _parts(name: str) -> set[str]:
    """`HazardFound` and `hazard_found` alike: hazard, found, hazard_found."""
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)]
    return {"_".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1)}


@cache
def identifiers() -> frozenset[str]:
    """The names that the sources define: classes, functions, arguments, fields, variables."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    found.add(name)
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    found.add(name)
                case _:
                    pass
    return frozenset(found)


def test_every_row_is_whole() -> None:
    for row in rows():
        assert len(row) == 4, row
        assert all(row[:3]), row


def test_no_term_is_explained_twice_under_one_heading() -> None:
    chinese = [row[0] for row in rows() if row[1] != "`leader`"]
    assert len(chinese) == len(set(chinese))


@pytest.mark.parametrize("term", terms(1))
def test_every_term_is_used_in_the_code(term: str) -> None:
    assert term in code_words()


@pytest.mark.parametrize("word", terms(3))
def test_no_avoided_word_is_in_an_identifier(word: str) -> None:
    assert word not in {part for name in identifiers() for part in (name, *_parts(name))}


def test_every_event_type_is_explained() -> None:
    types = {event.type for events in LOG_EVENTS.values() for event in events}
    assert types == {term for term in terms(1) if "." in term}


def test_every_column_is_explained_by_its_own_label() -> None:
    labels = {row[1].strip("`"): row[0] for row in rows()}
    for column in COLUMNS:
        assert labels[column.key].endswith(column.label)


def values_of(*kinds: Any) -> set[str]:
    return {value for kind in kinds for value in get_args(kind)}


def test_every_role_and_every_published_value_is_explained() -> None:
    published = values_of(
        registry.UnitKind, registry.Grade, registry.OrganisationKind, hazards.Severity, hazards.RegradeReason,
        hazards.PenaltyKind,
    )  # fmt: skip
    assert published | set(EVERY_ROLE) <= set(terms(1))
