"""What a form on a page has sent, where no field can come twice: its fields by name."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from shared.pages.posted import posted


async def sent_fields(request: Request) -> Mapping[str, str]:
    """Raises `invalid_request` for what no form of ours sends."""
    return (await posted(request)).single()


Sent: TypeAlias = Annotated[Mapping[str, str], Depends(sent_fields)]
