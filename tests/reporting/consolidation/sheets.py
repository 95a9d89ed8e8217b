"""Getting to a consolidated sheet, as people do."""

from typing import Any

from tests.reporting.submissions.office import FILER, OTHER, Office


async def accepted(office: Office, filer: str = FILER, period: str = "2", **more: Any) -> str:
    number = await office.signed(period, filer, **more)
    await accept(office, number)
    return number


async def accept(office: Office, number: str) -> None:
    answer = await office.post("review/acceptances", {"numbers": [number]})
    assert answer.status_code == 200, answer.text


async def both_accepted(office: Office, period: str = "2") -> list[str]:
    return [await accepted(office, filer, period) for filer in (FILER, OTHER)]


async def prepared(office: Office, annex: str = "annex-3", period: str = "2") -> dict[str, Any]:
    answer = await office.get(f"periods/{period}/consolidated/{annex}")
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def body(office: Office, annex: str = "annex-3", period: str = "2", **more: Any) -> dict[str, Any]:
    sheet = await prepared(office, annex, period)
    seen = {"positions": sheet["positions"], "digest": sheet["digest"]}
    return {"period": period, "annex": annex, "sheet": seen, **more}


async def consolidate(office: Office, annex: str = "annex-3", period: str = "2", **more: Any) -> str:
    answer = await office.post("consolidations", await body(office, annex, period, **more))
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number


async def sheet(office: Office, number: str) -> dict[str, Any]:
    answer = await office.get(f"consolidations/{number}")
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def leader(office: Office) -> dict[str, str]:
    return office.as_("leader", None, "刘波")


def code_of(answer: Any) -> str:
    code: str = answer.json()["code"]
    return code
