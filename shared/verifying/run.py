"""A verification, as far as its process has told of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shared.verifying.told import Ended, Found, Passed, Progress

State = Literal["running", "done", "failed"]


@dataclass(slots=True)
class Run:
    began: datetime
    from_sealed: bool = False
    state: State = "running"
    progress: dict[str, Progress] = field(default_factory=dict)
    """By part."""
    findings: list[Found] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    ended: Ended | None = None
