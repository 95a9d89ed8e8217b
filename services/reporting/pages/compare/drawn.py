"""What the templates of a comparison are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from fastapi import Request

from services.reporting.forms.documents.header import header_cells
from services.reporting.forms.documents.wording import FILER, title
from services.reporting.pages.compare.base import bases
from services.reporting.pages.compare.controls import Controls, controls
from services.reporting.pages.compare.looked_up import Shown
from services.reporting.pages.compare.point import FROM, Place, Point, fixed
from services.reporting.pages.compare.signed import SignedIn, signed_in
from services.reporting.pages.compare.table import compared_rows
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.campaign import Campaign
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.scope import seen_filers
from shared.facts.account import Account
from shared.instant import moment_at


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, of a campaign that is there."""

    place: Place
    campaign: Campaign
    a: Point | None
    b: Point
    now: int

    @property
    def tried(self) -> list[Point]:
        """The first points that are tried, one after the other."""
        return bases(self.campaign, self.now) if self.a is None else [self.a]


def drawn_points(asked: Asked, a: Point, signed: Sequence[SignedIn] = ()) -> tuple[Controls, Controls]:
    """With `a` in the place of what the address does not say."""
    place, b = asked.place, asked.b
    moments = [moment for each in signed for moment in each.moments]

    def of_first(point: Point) -> str:
        return place.address("compare", point, b)

    def of_second(point: Point) -> str:
        return place.address("compare", a, point)

    first = controls(asked.campaign, asked.now, FROM, a, of_first, moments)
    return first, controls(asked.campaign, asked.now, "", b, of_second, moments)


def drawn_table(asked: Asked, shown: Shown) -> dict[str, Any]:
    first, second = shown.documents
    columns: Any = second["columns"]
    cells = sorted(header_cells([{"label": FILER, "path": []}, *columns]), key=lambda cell: cell.first_row)
    rows = compared_rows(first, second)
    a, b = fixed(shown.a.form), fixed(shown.b.form)
    return {
        "title": title(second),
        "header": [list(row) for _, row in groupby(cells, key=lambda cell: cell.first_row)],
        "columns": columns,
        "rows": rows,
        "differing": sum(cell.change != "" for row in rows for cell in row.cells),
        "forms": (shown.a.form, shown.b.form),
        "taken": tuple(map(moment_at, shown.taken)),
        "fixed": asked.place.address("compare", a, b),
        "is_fixed": asked.a == a and asked.b == b,
        "why": partial(asked.place.address, "compare/why", a, b),
    }


def point_of(form: Form) -> Point:
    """As it was chosen for the address that says nothing of it."""
    return Point(occurred_until=form.occurred_until, recorded_until=form.recorded_until)


async def drawn_signed(request: Request, account: Account, asked: Asked) -> list[SignedIn]:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, asked.campaign.id)

    def address_of(number: str) -> str:
        return asked.place.address("compare", Point(submission=number), asked.b)

    seen = seen_filers(account)
    return list(signed_in(filing, asked.campaign, asked.place.annex, seen, address_of))
