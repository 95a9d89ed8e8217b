"""A page is drawn from a template of its service within the layout that all share."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from shared.clock import Clock
from shared.instant import SHANGHAI
from shared.pages.assets import Assets
from shared.pages.dates import day, moment
from shared.pages.language import Language, language_of
from shared.pages.navigation import Place, places_of
from shared.pages.text_size import text_size_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    # With none at all a browser would hide from us, too, which page a form was sent from.
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie, HX-Request",
}


class Drawing:
    """Of one service. `packages` hold its templates in `templates`; of equal names the first one holds.
    `beside`: places in the head besides those of the services."""

    def __init__(self, assets: Assets, packages: Sequence[str] = (), beside: Sequence[Place] = ()) -> None:
        self._beside = beside
        loader = ChoiceLoader([PackageLoader(each) for each in (*packages, "shared.pages")])
        self._templates = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals |= {"say": _say, "asset": assets.address}
        self._templates.filters |= {"day": day, "moment": moment, "segment": segment}
        self.look = f"{assets.hash} {_hash(self._templates, loader)}"
        """Another one, once a template or a static file is."""

    def read_by(self, name: str, reading: Callable[[Context, str], str]) -> None:
        """A filter of the service's own: words of its subject, as the person reads them."""
        self._templates.filters[name] = reading

    def text(self, request: HTTPConnection, template: str, shown: Mapping[str, Any]) -> str:
        """`shown` are the template's own words; beside them it finds who asks, and in which language.
        `here` is the name of the place in the head that the page belongs to."""
        account = getattr(request.state, "account", None)
        clock: Clock = request.app.state.clock
        common = {
            "language": language_of(request),
            "account": account,
            "places": places_of(account, self._beside),
            "here": None,
            "language_address": _other_language(request),
            "large": text_size_of(request) == "large",
            "text_size_address": _other_text_size(request),
            "demo_now": None if clock.demo is None else clock.now(),
            "this_year": clock.now().astimezone(SHANGHAI).year,
        }
        return self._templates.get_template(template).render(common | dict(shown))

    def page(
        self, request: HTTPConnection, template: str, *, status: int = HTTPStatus.OK, **shown: Any
    ) -> HTMLResponse:
        """A page, or a part of one that htmx puts into its place."""
        return HTMLResponse(self.text(request, template, shown), status, _HEADERS)


def segment(id_: str) -> str:
    """An id as one part of an address: it may hold a slash, and behind that dots that a browser follows."""
    return quote(id_, safe="")


def _hash(templates: Environment, loader: BaseLoader) -> str:
    whole = sha256()
    for name in loader.list_templates():
        whole.update(loader.get_source(templates, name)[0].encode())
    return whole.hexdigest()[:16]


def _other_language(request: HTTPConnection) -> str:
    return _chosen(request, "language", "zh" if language_of(request) == "en" else "en")


def _other_text_size(request: HTTPConnection) -> str:
    return _chosen(request, "text-size", "usual" if text_size_of(request) == "large" else "large")


def _chosen(request: HTTPConnection, what: str, choice: str) -> str:
    """The address of the choice, and from there back to this very page."""
    service = request.url.path.split("/")[1]
    to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/{service}/pages/{what}/{choice}?{urlencode({'to': to})}"


@pass_context
def _say(context: Context, zh: str, en: str) -> str:
    """In the language that the person reads."""
    language: Language = context["language"]
    return zh if language == "zh" else en
