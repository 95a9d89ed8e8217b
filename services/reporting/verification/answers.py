"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class FindingAnswer(BaseModel):
    copy_: Literal["stream", "log", "rows", "submission", "file"] = Field(
        alias="copy",
        description="Which copy differs: the broker's stream, its owner's database, the rows that figures "
        "are answered from, what was signed, or a kept document.",
    )
    what: str
    zh: str
    en: str
    difference: bool = Field(description="False for what could not be checked.")
    log: Literal["registry", "hazards", "reporting"] | None = None
    position: int | None = Field(default=None, description="The first one that differs.")
    file: str | None = Field(default=None, description="The hash of a kept document.")


class VerificationAnswer(BaseModel):
    number: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = Field(description="Events read so far, in all copies.")
    total: int
    verified: bool | None = Field(default=None, description="Present once it is done.")
    findings: list[FindingAnswer] | None = None
