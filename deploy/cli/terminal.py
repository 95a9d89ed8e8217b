"""What commands print. Much of it came from outside: what a terminal would obey is shown escaped."""

import json
import re
import sys
from typing import Any, TextIO

from rich.console import Console

from shared.characters import shown


def say(line: str) -> None:
    """One line for people."""
    print(shown(line))


def say_field(name: str, value: object) -> None:
    """A field of something. What follows its line breaks is indented, so that it poses as no other field."""
    print(f"{name:<10} " + f"\n{'':<11}".join(map(shown, str(value).split("\n"))))


def say_json(value: Any) -> None:
    """For programs, and safe to look at."""
    print(safe_json(json.dumps(value, ensure_ascii=False)))


def warn(sentences: str) -> None:
    """On stderr, so that results can be piped."""
    sys.stderr.write("\n".join([*map(shown, sentences.split("\n")), ""]))


def safe_json(written: str) -> str:
    """The same JSON, with what can't be seen escaped: outside of its texts there is none."""
    return re.sub(r"[^ -~\n]", lambda found: _as_json(found[0]), written)


def console(file: TextIO | None = None, width: int | None = None) -> Console:
    """Texts stand as they are: no markup and no names of emoji are read in them."""
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False)


def _as_json(character: str) -> str:
    return character if shown(character) == character else json.dumps(character)[1:-1]
