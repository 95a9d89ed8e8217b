"""大字版: larger writing on all pages, for who has switched to it."""

from typing import Literal, TypeAlias

from starlette.requests import HTTPConnection

TextSize: TypeAlias = Literal["usual", "large"]
COOKIE = "paicha_text_size"


def text_size_of(request: HTTPConnection) -> TextSize:
    return "large" if request.cookies.get(COOKIE) == "large" else "usual"
