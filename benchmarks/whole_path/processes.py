"""The processes of a deployment, by what they are called, for what each of them spends."""

import os
from pathlib import Path

import psutil


def processes(supervisor: int) -> dict[str, int]:
    """Process ids; `publisher` is this one, and `supervisor` is counted with each of its children as well."""
    found = {"publisher": os.getpid()}
    for child in psutil.Process(supervisor).children():
        found[_name(child.cmdline())] = child.pid
    return found


def _name(argv: list[str]) -> str:
    service = next((part for part in argv if part.startswith("services.")), None)
    return Path(argv[0]).name if service is None else service.removeprefix("services.")
