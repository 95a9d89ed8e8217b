"""Templates of the inbox: everything that is put in is a text, never markup."""

import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from shared.instant import SHANGHAI, parse_instant

_FOLDER = files("deploy.embedded.inbox") / "pages"
_LINK = re.compile(r"https?://[^\s<>\"'，。；！？）】]+")


def part(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def drawn(template: str, **shown: object) -> str:
    return _ENVIRONMENT.get_template(template).render(shown)


def _when(at: str) -> str:
    """As the town's people read it."""
    moment = parse_instant(at).astimezone(SHANGHAI)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}"


def _linked(text: str) -> Markup:
    """Addresses in a text can be followed."""
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        address = escape(found[0])
        pieces.append(escape(text[end : found.start()]))
        pieces.append(Markup(f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'))  # noqa: S704 - escaped above
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


_ENVIRONMENT = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    loader=FunctionLoader(lambda name: part(name).decode()),
)
_ENVIRONMENT.filters |= {"when": _when, "linked": _linked}
