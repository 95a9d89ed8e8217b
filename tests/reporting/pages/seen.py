"""Pages as somebody without a script has them: their words, and their forms to be filled in and sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import lxml.html

from tests.reporting.submissions.office import Office

CAMPAIGN = "/reporting/pages/campaigns/winter"


@dataclass
class Seen:
    visitor: "Visitor"
    answer: httpx.Response

    @property
    def tree(self) -> Any:
        return lxml.html.fromstring(self.answer.text)

    @property
    def text(self) -> str:
        """Of the page itself, without its head."""
        found = self.tree.xpath("//main") or [self.tree]
        return "".join(found[0].itertext())

    @property
    def status(self) -> int:
        return self.answer.status_code

    def at(self, id_: str) -> str:
        (found,) = self.tree.xpath(f"//*[@id='{id_}']")
        return "".join(found.itertext())

    def links(self) -> dict[str, str]:
        """By text."""
        return {"".join(each.itertext()).strip(): each.get("href") for each in self.tree.xpath("//main//a")}

    def has_form(self, ending: str) -> bool:
        return any(form.action.endswith(ending) for form in self.tree.forms)

    def fields(self, ending: str) -> dict[str, str]:
        """What the form that is posted there would send untouched."""
        (form,) = [form for form in self.tree.forms if form.action.endswith(ending)]
        return dict(form.form_values())

    async def send(self, ending: str, **typed: str | list[str]) -> "Seen":
        """`fall__x` for the field `fall.x`."""
        (form,) = [form for form in self.tree.forms if form.action.endswith(ending)]
        filled = dict(form.form_values()) | {name.replace("__", "."): text for name, text in typed.items()}
        return await self.visitor.post(form.action, filled)


@dataclass
class Visitor:
    office: Office
    who: dict[str, str]

    async def get(self, address: str) -> Seen:
        """An address as a page has it, or one below the campaign's pages."""
        address = address if address.startswith("/reporting/") else f"{CAMPAIGN}/{address}"
        answer = await self.office.reporting.client.get(f"http://test{address}", headers=self.who)
        return Seen(self, answer)

    async def post(self, address: str, fields: Mapping[str, str | list[str]]) -> Seen:
        """With the page that it leads to, where it was done."""
        headers = {**self.who, "Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.office.reporting.client.post(
            f"http://test{address}", content=urlencode(fields, doseq=True), headers=headers
        )
        if answer.status_code == httpx.codes.SEE_OTHER:
            return await self.get(answer.headers["location"])
        return Seen(self, answer)
