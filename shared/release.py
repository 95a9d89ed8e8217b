"""What is installed: another one with each change of code, templates or whatever lies beside them.

A version's number stays while people work on it, and between two builds of it.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from shared.version import VERSION


@cache
def release_of(*packages: str) -> str:
    """Read once in a process: a quarter of a second on a busy machine."""
    return f"{VERSION} {digest_of([Path(str(files(package))) for package in packages])}"


def digest_of(folders: list[Path]) -> str:
    whole = sha256()
    for folder in folders:
        for path in _sources(folder):
            name = path.relative_to(folder).as_posix()
            whole.update(name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:32]


def _sources(folder: Path) -> Iterator[Path]:
    """Not what Python makes of them, which differs from machine to machine."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
