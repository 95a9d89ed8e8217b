"""A page as an answer: it runs and loads nothing foreign, no other page holds it, its language is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from deploy.embedded.issuer.drawn import drawn
from deploy.embedded.issuer.language import COOKIE, Language, language, named

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Pages:
    """For one request."""

    language: Language
    remembered: Language | None
    """Just chosen."""
    here: str
    """The address of this page, without its parameters."""
    form_to: str = ""
    """Where a form of the page leads in the end, besides to this origin."""

    def page(self, template: str, status: int = 200, retry_after: int = 0, **shown: object) -> HTMLResponse:
        answer = HTMLResponse(drawn(template, self.language, **shown), status, self._headers())
        if retry_after:
            answer.headers["Retry-After"] = str(retry_after)
        if self.remembered is not None:
            answer.set_cookie(COOKIE, self.remembered, max_age=_YEAR, path="/", samesite="lax")
        return answer

    def said(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def other_language(self, parameters: Mapping[str, str]) -> str:
        """The same page in the other one."""
        return f"{self.here}?{urlencode({**parameters, 'ui_locales': self.said('en', 'zh')})}"

    def _headers(self) -> dict[str, str]:
        to = f" {self.form_to}" if self.form_to else ""
        policy = (
            f"default-src 'none'; style-src 'self'; img-src data:; form-action 'self'{to}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        # Browsers say whose page a form was on only where it may be said to ourselves.
        return {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}


def pages_for(request: Request, locales: str, form_to: str = "") -> Pages:
    """`locales`: as the request asks for, in its address or its form."""
    return Pages(language(locales, request.cookies), named(locales), request.url.path, form_to)
