"""`python -m tests.contracts.release VERSION`: what is offered now becomes what every later release keeps."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.contracts.release.description import Description, described

RELEASED = Path(__file__).with_name("released.json")


def in_lines(description: Description) -> str:
    """JSON with a line for each thing that is promised, so that a difference reads as a list."""
    sections = [f"{_json(name)}: {_section(value)}" for name, value in sorted(description.items())]
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _section(value: Any) -> str:
    match value:
        case dict():
            inner = [f"{_json(name)}: {_json(each)}" for name, each in sorted(value.items())]
            return "{\n" + ",\n".join(inner) + "\n}"
        case list():
            return "[\n" + ",\n".join(map(_json, value)) + "\n]"
        case _:
            return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def main(version: str) -> None:
    with TemporaryDirectory() as folder:
        description = {"version": version, **described(Path(folder))}
    RELEASED.write_text(in_lines(description), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
