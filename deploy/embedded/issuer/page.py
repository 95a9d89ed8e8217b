"""A page as an answer: it runs and loads nothing foreign, no other page holds it, its language is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from deploy.embedded.issuer.language import named
from shared.pages.assets import Assets
from shared.pages.drawing import Drawing
from shared.pages.language import COOKIE, Language, language_of
from shared.pages.navigation import PEOPLE

_PACKAGE = "deploy.embedded.issuer"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Pages:
    """For one request."""

    request: Request
    language: Language
    remembered: Language | None
    """Just chosen."""
    form_to: str = ""
    """Where a form of the page leads in the end, besides to this origin."""

    def page(
        self,
        template: str,
        status: int = 200,
        retry_after: int = 0,
        language_address: str | None = None,
        **shown: Any,
    ) -> HTMLResponse:
        """`language_address`: of the same page in the other language, where it has an address."""
        own = {"language": self.language, "language_address": language_address}
        answer = _drawing().page(self.request, template, status=status, **own, **shown)
        answer.headers["Content-Security-Policy"] = self._policy()
        if retry_after:
            answer.headers["Retry-After"] = str(retry_after)
        if self.remembered is not None:
            answer.set_cookie(COOKIE, self.remembered, max_age=_YEAR, path="/", samesite="lax", httponly=True)
        return answer

    def refused(self, status: int, title: str, text: str, code: str = "", sign_in: str = "") -> HTMLResponse:
        """`sign_in`: where to go for it, where that helps."""
        return self.page("refused.html", status, title=title, text=text, code=code, sign_in=sign_in)

    def said(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def other_language(self, parameters: Mapping[str, str]) -> str:
        other = {"ui_locales": self.said("en", "zh")}
        return f"{self.request.url.path}?{urlencode({**parameters, **other})}"

    def _policy(self) -> str:
        """Nothing runs: a password is typed here."""
        to = f" {self.form_to}" if self.form_to else ""
        return (
            f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{to}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )


def pages_for(request: Request, locales: str, form_to: str = "") -> Pages:
    """`locales`: as the request asks for, in its address or its form."""
    chosen = named(locales)
    return Pages(request, chosen or language_of(request), chosen, form_to)


@cache
def assets() -> Assets:
    """The style of all pages and the own one."""
    return Assets("issuer", (_PACKAGE,))


@cache
def _drawing() -> Drawing:
    return Drawing(assets(), (_PACKAGE,), (PEOPLE,))
