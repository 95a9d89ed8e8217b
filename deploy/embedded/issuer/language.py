"""In which language a page is: as was asked for, else as this browser was told before, else Chinese. Pure."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

COOKIE = "paicha_language"
"""Of all pages of the deployment."""


def named(locales: str) -> Language | None:
    """The first of the locales that there are pages in: `ui_locales` of OpenID Connect."""
    for locale in locales.lower().split():
        match locale.partition("-")[0]:
            case "zh":
                return "zh"
            case "en":
                return "en"
            case _:
                continue
    return None


def language(locales: str, cookies: Mapping[str, str]) -> Language:
    return named(locales) or named(cookies.get(COOKIE, "")) or "zh"
