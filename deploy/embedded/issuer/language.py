"""In which language a page is: as was asked for, else as this browser was told before. Pure."""

from shared.pages.language import Language


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
