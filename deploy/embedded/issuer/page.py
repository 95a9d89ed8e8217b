"""The sign-in page. Only a demonstration says who there is."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from fastapi.responses import HTMLResponse

from deploy.embedded.issuer.people import Person

_PAGE = Template(Path(__file__).with_name("sign_in.html").read_text("utf-8"))
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
_NAME = '<input id="username" name="username" autocomplete="username" maxlength="100" required>'
_NOTE = "调用接口时请附上请求头 Authorization: Bearer 令牌。"
_DEMO_NOTE = "演示账号的密码保存在数据目录的 issuer/people.json 中。"


def page(
    shown: Sequence[Person], message: str = "", token: str = "", status: int = 200, retry_after: int = 0
) -> HTMLResponse:
    """`shown`: to be chosen from; where there are none, the account's name is typed."""
    text = _PAGE.substitute(
        account=_choice(shown) if shown else _NAME,
        message=escape(message),
        token=escape(token),
        note=_DEMO_NOTE + _NOTE if shown else _NOTE,
    )
    headers = {"Content-Security-Policy": _POLICY}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return HTMLResponse(text, status, headers)


def _choice(shown: Sequence[Person]) -> str:
    options = "".join(
        f'<option value="{escape(person.name)}">{escape(person.title)}</option>' for person in shown
    )
    return f'<select id="username" name="username">{options}</select>'
