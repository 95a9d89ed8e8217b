"""A letter as text and as HTML, by one layout each. Pure."""

from functools import cache
from pathlib import Path

from jinja2 import Template

from services.notifications.texts.letter import Letter
from services.notifications.texts.sentence import PLAIN

_LAYOUTS = Path(__file__).parent
_HTML = PLAIN.overlay(autoescape=True)


def as_text(letter: Letter) -> str:
    return _layout("email.txt").render(letter=letter)


def as_html(letter: Letter) -> str:
    return _layout("email.html").render(letter=letter)


@cache
def _layout(name: str) -> Template:
    environment = _HTML if name.endswith(".html") else PLAIN
    return environment.from_string((_LAYOUTS / name).read_text(encoding="utf-8"))
