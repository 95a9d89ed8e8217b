"""What a form of a page posts: fields as browsers send them, url-encoded."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from shared.problems import Rejected

_MEDIA_TYPE = "application/x-www-form-urlencoded"
_MOST_KIB, _MOST_FIELDS = 256, 1000


class Posted:
    def __init__(self, fields: Sequence[tuple[str, str]] = ()) -> None:
        self._fields = fields

    def all(self, name: str) -> list[str]:
        """As they were typed or ticked."""
        return [value for field, value in self._fields if field == name]

    def text(self, name: str) -> str | None:
        """Without space around it; None where nothing was typed."""
        return next((_typed(value) for value in self.all(name)), None)

    def single(self) -> Mapping[str, str]:
        """By name, as it was typed; of one that came twice the last."""
        return dict(self._fields)

    def under(self, prefix: str) -> dict[str, str]:
        """`remark.units` is `units` under `remark.`; what was left empty is left out."""
        names = dict.fromkeys(field for field, _ in self._fields if field.startswith(prefix))
        found = {name[len(prefix) :]: self.text(name) for name in names}
        return {name: text for name, text in found.items() if text is not None}


async def posted(request: Request) -> Posted:
    """A dependency. `invalid_request` for what no form sends."""
    if not request.headers.get("content-type", "").startswith(_MEDIA_TYPE):
        raise Rejected("invalid_request", field="body", detail=_MEDIA_TYPE)
    body = await request.body()
    if len(body) > _MOST_KIB * 1024:
        raise Rejected("request_too_large", limit=f"{_MOST_KIB} KiB")
    try:
        text = body.decode()
        return Posted(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise Rejected("invalid_request", field="body", detail=str(error)) from None


PostedForm = Annotated[Posted, Depends(posted)]


def _typed(value: str) -> str | None:
    """Browsers end lines with both characters."""
    return value.replace("\r\n", "\n").strip() or None
