"""Templates of the issuer's pages, in both languages: everything that is put in is a text, never markup."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from deploy.embedded.issuer.language import Language
from shared.instant import SHANGHAI

_FOLDER = files("deploy.embedded.issuer") / "pages"
STYLES = "issuer.css"


def drawn(template: str, language: Language, **shown: object) -> str:
    """`t(…, …)` in a template is the Chinese text or the English one."""
    told = {"language": language, "t": _told(language), "styles": styles_address(), **shown}
    return _environment().get_template(template).render(told)


@cache
def styles() -> bytes:
    return (_FOLDER / STYLES).read_bytes()


@cache
def styles_address() -> str:
    """Another one when the content is another, so that it may be kept for ever."""
    return f"/issuer/parts/{sha256(styles()).hexdigest()[:16]}.css"


def _told(language: Language) -> Callable[[str, str], str]:
    return lambda zh, en: en if language == "en" else zh


def when(seconds: int) -> str:
    """A moment as the town's people read it."""
    return f"{datetime.fromtimestamp(seconds, SHANGHAI):%Y-%m-%d %H:%M}"


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: (_FOLDER / name).read_text("utf-8")),
    )
    environment.filters["when"] = when
    return environment
