"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class FindingAnswer(BaseModel):
    copy_: Literal["stream", "log", "rows", "submission"] = Field(
        alias="copy",
        description="Which copy differs: the broker's stream, its owner's database, the rows that figures "
        "are answered from, or what was signed.",
    )
    what: str
    zh: str
    en: str
    difference: bool = Field(description="False for what could not be checked.")
    log: Literal["registry", "hazards", "reporting"] | None = None
    position: int | None = Field(default=None, description="The first one that differs.")


class VerificationAnswer(BaseModel):
    number: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = Field(description="Events read so far, in all copies.")
    total: int
    verified: bool | None = Field(default=None, description="Present once it is done.")
    findings: list[FindingAnswer] | None = None
