"""Lists asked for and read back cell by cell."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting
from tests.reporting.story import CAMPAIGN, TOWN

HEADER = 3


@dataclass
class ReadList:
    title: str
    subtitle: str
    lines: list[dict[str, Any]]
    """By heading."""
    total: dict[str, Any]
    notes: list[str]
    sheet: Worksheet

    def column(self, heading: str) -> list[Any]:
        return [line[heading] for line in self.lines]


async def ask_list(
    reporting: RunningReporting,
    cell: str,
    role: str = "safety_office",
    organisation: str | None = None,
    township: str = TOWN,
    annex: str = "annex-3",
    campaign: str = CAMPAIGN,
    **parameters: str,
) -> httpx.Response:
    path = f"/campaigns/{campaign}/{annex}/cells/{cell}.xlsx"
    return await asked(reporting, "GET", path, role, organisation, township, params=parameters)


async def list_of(reporting: RunningReporting, cell: str, **how: Any) -> ReadList:
    answer = await ask_list(reporting, cell, **how)
    assert answer.status_code == 200, answer.text
    return read_list(answer.content)


def read_list(content: bytes) -> ReadList:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    headings = [str(each) for each in rows[HEADER - 1]]
    total = next(place for place in range(HEADER, len(rows)) if rows[place][0] == "合计")
    return ReadList(
        title=str(rows[0][0]),
        subtitle=str(rows[1][0]),
        lines=[_by_heading(headings, row) for row in rows[HEADER:total]],
        total=_by_heading(headings, rows[total]),
        notes=[str(row[0]) for row in rows[total + 1 :]],
        sheet=sheet,
    )


def _by_heading(headings: list[str], row: list[Any]) -> dict[str, Any]:
    """Of a blank text nothing is read back."""
    return {heading: "" if value is None else value for heading, value in zip(headings, row, strict=True)}
