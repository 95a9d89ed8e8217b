"""The shape of the answer, for the generated description of the API."""

from pydantic import BaseModel, Field


class ShadowLine(BaseModel):
    number: int
    equal: bool
    first: str | None = Field(
        description="From where on it differs: log, position, table and key; null where all is equal."
    )
    positions: dict[str, int] = Field(description="By log, up to where everything was derived.")
    ended: str
    note: str = Field(description="The line itself, a C2SP signed note.")


class ShadowAnswer(BaseModel):
    """The last line comes first."""

    every_hours: float = Field(description="0 while it is switched off.")
    overdue: bool = Field(description="No line for two periods.")
    lines: list[ShadowLine]
