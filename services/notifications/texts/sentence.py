"""A sentence of the texts, as plain text: Jinja2 in a sandbox, where a missing word is an error. Pure."""

from collections.abc import Mapping
from functools import cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Plain wherever it is put: only the layout of HTML escapes, and there everything.
PLAIN = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def said_with(template: str, words: Mapping[str, str]) -> str:
    return _compiled(template).render(words)


@cache
def _compiled(template: str) -> Template:
    """Of the few that a file of texts has."""
    return PLAIN.from_string(template)
