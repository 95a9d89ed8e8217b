"""What is answered about generations."""

from typing import Any

from pydantic import BaseModel


class GenerationAnswer(BaseModel):
    """`behind`: events that it has not applied and the live one has."""

    name: str
    live: bool
    built: bool
    version: int | None
    own_version: bool
    positions: dict[str, int]
    behind: int
    approved: bool
    compared: dict[str, Any] | None
    signed: dict[str, Any] | None
    kept_until: str | None


class SwitchAnswer(BaseModel):
    at: str
    act: str
    from_generation: str
    to_generation: str
    actor: str
    reason: str
    positions: dict[str, int]


class GenerationsAnswer(BaseModel):
    """The last switch comes first."""

    version: int
    generations: list[GenerationAnswer]
    switches: list[SwitchAnswer]


class Outcome(BaseModel):
    act: str
    from_generation: str
    to_generation: str
    positions: dict[str, int]
    at: str
    actor: str
    reason: str
    compared: dict[str, Any] | None
