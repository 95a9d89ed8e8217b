"""The shape of the mark on figures that stand still, for the generated description of the API."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class StaleAnswer(BaseModel):
    """A log that can't be applied any further for now."""

    log: Literal["registry", "hazards"]
    position: int = Field(description="Up to here everything is counted.")
    since: str = Field(description="Whatever was recorded from this moment on is missing.")


StaleLogs = Annotated[
    list[StaleAnswer] | None,
    Field(
        description="Only where the figures stand still: they are the last good ones, and nothing is signed "
        "from them. The header `Paicha-Stale` says the same."
    ),
]
