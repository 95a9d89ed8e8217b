"""What a form on a page has sent: its fields by name, each once."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from shared.problems import Rejected

_MOST_FIELDS = 50
_FORM = "application/x-www-form-urlencoded"


async def sent_fields(request: Request) -> Mapping[str, str]:
    """Raises `invalid_request` for what no form of ours sends."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != _FORM:
        raise Rejected("invalid_request", field="body", detail=_FORM)
    try:
        text = (await request.body()).decode()
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise Rejected("invalid_request", field="body", detail=_FORM) from None
    return dict(fields)


Sent: TypeAlias = Annotated[Mapping[str, str], Depends(sent_fields)]
