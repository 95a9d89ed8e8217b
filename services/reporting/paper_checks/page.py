"""The page behind a QR code and what it is made of: each file at an address that changes with its content."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import NamedTuple

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SCRIPT, _STYLE = "text/javascript", "text/css"
_PARTS = {
    "styles": ("paper.css", _STYLE),
    "figures": ("figures.js", _SCRIPT),
    "checking": ("checking.js", _SCRIPT),
}
_FOLDER = files("services.reporting.paper_checks") / "page"


class Part(NamedTuple):
    content: bytes
    media_type: str


@cache
def page() -> str:
    names = {what: _address(name) for what, (name, _) in _PARTS.items()}
    return Template((_FOLDER / "paper.html").read_text("utf-8")).substitute(names)


@cache
def page_parts() -> dict[str, Part]:
    """By address."""
    return {_address(name): Part(_content(name), media_type) for name, media_type in _PARTS.values()}


def _address(name: str) -> str:
    return f"{sha256(_content(name)).hexdigest()[:16]}-{name}"


def _content(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
