"""What the gateway answers itself, for people: a page, or the part of one that was asked for.

In both languages and without styles: what would draw it better may be just what is away.
"""

from html import escape

from shared.http.observed import PROTECTIVE
from shared.problems import Rejected

AS_A_PART = {"HX-Request": ["true"]}
AS_A_PAGE = {"Accept": ["*text/html*"]}
"""Headers of the request, as Caddy matches them."""
HEADERS = {"Content-Type": "text/html; charset=utf-8", **PROTECTIVE}

_NOT_SURE = (
    "如果刚才正在报送或办理，可能没有办成：请返回上一页查看后再办。",
    "If you were just sending or doing something, it may not have been done: go back, look, and do it again.",
)
"""Where there is no such address, nothing was begun."""


def part(refusal: Rejected) -> str:
    zh, en = escape(refusal.zh), escape(refusal.en)
    return f'<div class="refused" role="alert"><p><strong>{zh}</strong></p><p lang="en">{en}</p></div>'


def page(refusal: Rejected) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>无法完成 · 排查</title></head><body><main>"
        f"<h1>无法完成</h1>{part(refusal)}{'' if refusal.code == 'not_found' else _not_sure()}"
        '<p><a href="/">回到工作台 <span lang="en">Back to my desk</span></a></p></main></body></html>'
    )


def _not_sure() -> str:
    zh, en = _NOT_SURE
    return f'<p>{zh}</p><p lang="en">{en}</p>'
