"""What may stand in an address: bounded, so that nothing behind it is asked for what it can't hold."""

from typing import Annotated

from pydantic import Field

from shared.events.text import LARGEST_INTEGER

Number = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
"""Of a row or a position: well within a bigint, and exact for every reader of JSON."""

Name = Annotated[str, Field(max_length=200)]
"""An id, a source or another short text. No fact has longer ones."""
