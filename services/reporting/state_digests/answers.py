"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class DigestsHeader(BaseModel):
    every: int = Field(description="Events a block.")
    last: dict[str, int] = Field(description="By log, how far it goes.")
    rows_version: int = Field(description="Of the code that folds rows and marks.")
    kept: str | None = Field(description="The state that the service's own tables say at `last`.")
    paicha: Literal["digests"]
    version: Literal[1]


class DigestsBlock(BaseModel):
    events: int = Field(description="Of all logs, from the first on.")
    positions: dict[str, int]
    recorded: str
    stored: str = Field(description="Digest of the stored bytes of all events so far.")
    state: str = Field(description="Of all subjects' rows and marks at this point.")
    chain: str = Field(description="Of both and of the block before: where two are equal, all before is.")
    tags: str = Field(description="Base64, 16 bytes for each event of the block; see docs/audit.md.")


class DigestsAnswer(BaseModel):
    """`header` and `blocks` once `state` is `done`: the lines of a file of `paicha audit digests`."""

    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int
    header: DigestsHeader | None = None
    blocks: list[DigestsBlock] | None = None
    next: int | None = Field(default=None, description="For `after`; absent on the last page.")
