"""No operator, setting or endpoint moves a checkpoint: only applying an event does."""

import ast
import re
from pathlib import Path

SOURCES = Path(__file__).parents[2]
WRITES = re.compile(r"(insert into|update|delete from|truncate[^;\"']*)\s*\bcheckpoints\b|set stopped = ")
SAVES = {"save_checkpoint", "begin_anew", "save_stopped"}


def sources() -> list[Path]:
    found = [path for folder in ("services", "shared", "deploy") for path in (SOURCES / folder).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_checkpoints_are_written_in_one_place() -> None:
    writing = {path.relative_to(SOURCES).as_posix() for path in sources() if WRITES.search(path.read_text())}
    assert writing == {"shared/read_model/statements.py"}


def test_and_called_from_where_events_are_applied() -> None:
    calling = {
        path.relative_to(SOURCES).as_posix()
        for path in sources()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAVES
    }
    assert calling == {"shared/read_model/checkpointed.py"}


def test_a_checkpoint_is_saved_with_what_was_applied_alone() -> None:
    """`Checkpointed.save`: by `applying`, and by the directory that reads its own log."""
    saving = {
        path.relative_to(SOURCES).as_posix()
        for path in sources()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and ast.unparse(node.func.value) in ("self", "self.model")
        and "read_model" in path.read_text()
    }
    assert saving == {"shared/read_model/checkpointed.py", "services/registry/directory.py"}
