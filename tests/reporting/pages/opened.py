"""A page asked for and read back: its links by what they name, its texts without tags."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

from tests.reporting.submissions.office import Office

_LINK = re.compile(r'<a data-cell="([^"]+)" href="([^"]+)" aria-label="([^"]+)">([^<]*)')


@dataclass(frozen=True)
class Opened:
    answer: httpx.Response

    @property
    def figures(self) -> dict[str, str]:
        """By filer and column."""
        return {cell: text for cell, _, _, text in _LINK.findall(self.answer.text)}

    @property
    def names(self) -> dict[str, str]:
        """What the cells are called for who hears them."""
        return {cell: unescape(name) for cell, _, name, _ in _LINK.findall(self.answer.text)}

    @property
    def addresses(self) -> dict[str, str]:
        return {cell: unescape(address) for cell, address, _, _ in _LINK.findall(self.answer.text)}

    @property
    def text(self) -> str:
        without = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", self.answer.text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(without))


async def opened(
    office: Office,
    path: str,
    who: dict[str, str] | None = None,
    cookies: str = "",
    **parameters: str,
) -> Opened:
    answer = await refused(office, path, who, cookies, **parameters)
    assert answer.status_code == httpx.codes.OK, answer.text
    return Opened(answer)


async def refused(
    office: Office,
    path: str,
    who: dict[str, str] | None = None,
    cookies: str = "",
    **parameters: str,
) -> httpx.Response:
    headers = (who or office.safety_office) | ({"Cookie": cookies} if cookies else {})
    return await office.reporting.client.get(
        f"/pages/campaigns/{office.campaign}/{path}", params=parameters, headers=headers
    )
