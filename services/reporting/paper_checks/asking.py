"""What a stranger may ask about a paper, as a body."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.paper.possible import MOST_PARTS

Code = Annotated[str, Field(max_length=1_200)]
"""A printed one has at most 997 characters, its address in it."""


class PaperCheckAsked(BaseModel):
    """The codes of one report, in any order; of a large sheet there are several."""

    model_config = ConfigDict(extra="forbid", strict=True)

    codes: Annotated[list[Code], Field(min_length=1, max_length=MOST_PARTS)] = Field(
        description="What the QR codes say: the whole address, or what stands behind its #."
    )
