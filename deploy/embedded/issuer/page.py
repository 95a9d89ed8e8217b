"""The sign-in page. Only a demonstration says who there is."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from fastapi.responses import HTMLResponse

from deploy.embedded.issuer.seats import Seat
from shared.instant import SHANGHAI

_PAGE = Template(Path(__file__).with_name("sign_in.html").read_text("utf-8"))
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
_NAME = (
    '<input id="username" name="username" autocomplete="username" maxlength="100" required '
    'autocapitalize="none" spellcheck="false" list="seats">'
)
_NOTE = "调用接口时请附上请求头 Authorization: Bearer 令牌。"
_DEMO_NOTE = "演示账号可在“账号”栏中选取，密码保存在数据目录的 issuer/people.json 中。"


def page(
    shown: Sequence[Seat], message: str = "", token: str = "", status: int = 200, retry_after: int = 0
) -> HTMLResponse:
    """`shown`: offered while the account's name is typed."""
    text = _PAGE.substitute(
        account=_NAME + _offered(shown),
        message=escape(message),
        token=escape(token),
        note=_DEMO_NOTE + _NOTE if shown else _NOTE,
    )
    headers = {"Content-Security-Policy": _POLICY}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return HTMLResponse(text, status, headers)


def until(expires: int) -> str:
    """A moment as the town's people read it."""
    return f"{datetime.fromtimestamp(expires, SHANGHAI):%m月%d日 %H:%M}"


def _offered(shown: Sequence[Seat]) -> str:
    options = "".join(f'<option value="{escape(seat.login)}">{escape(seat.title)}</option>' for seat in shown)
    return f'<datalist id="seats">{options}</datalist>'
