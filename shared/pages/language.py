"""Chinese first; English where a person has switched to it."""

from typing import Literal, TypeAlias

from starlette.requests import HTTPConnection

Language: TypeAlias = Literal["zh", "en"]
COOKIE = "paicha_language"


def language_of(request: HTTPConnection) -> Language:
    return "en" if request.cookies.get(COOKIE) == "en" else "zh"
