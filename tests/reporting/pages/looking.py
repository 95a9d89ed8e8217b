"""Pages of the reporting service as somebody opens them, with what stands in them."""

import re
from html import unescape
from typing import Any

import httpx

from tests.reporting.submissions.office import Office

_TAG = re.compile(r"<[^>]+>")


async def opened(
    office: Office, page: str, who: dict[str, str] | None = None, *, part: bool = False, **said: Any
) -> httpx.Response:
    """`page` below the pages of the town's campaign."""
    headers = {**(who or office.safety_office), **({"HX-Request": "true"} if part else {})}
    return await office.reporting.client.get(
        f"/pages/campaigns/{office.campaign}/{page}", params=said, headers=headers
    )


def text(answer: httpx.Response) -> str:
    return " ".join(unescape(_TAG.sub(" ", answer.text)).split())


def links(answer: httpx.Response, part: str) -> list[str]:
    """Addresses in which that stands."""
    addresses = map(unescape, re.findall(r'href="([^"]*)"', answer.text))
    return [each for each in addresses if part in each]


def rows(answer: httpx.Response) -> list[list[str]]:
    """Of the first table's body."""
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(unescape(_TAG.sub(" ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in body.split("<tr")[1:]
    ]
