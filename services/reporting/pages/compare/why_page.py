"""Why the form differs between two points: on a page of its own, or as the part beneath the comparison."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.differences.between import Between, between, recorded_by
from services.reporting.differences.comparing import compared
from services.reporting.differences.explaining import Differences
from services.reporting.differences.naming import found
from services.reporting.differences.pages import page_of
from services.reporting.lineage.place import DISTINCT, SUM, place
from services.reporting.pages.compare.asked import AskedFrom, AskedPlace, AskedPoint
from services.reporting.pages.compare.named import name_of
from services.reporting.pages.compare.names import point_name
from services.reporting.pages.compare.point import Place, Point
from services.reporting.pages.compare.told import Telling
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.question import Question
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at
from shared.pages.drawing import Drawing
from shared.pages.language import language_of
from shared.pages.parts import is_part
from shared.problems import Rejected
from shared.read_model.stale import stale_header

MOST_PARTS = 300
"""On a page."""

After = Annotated[int, Query(ge=0, le=10**9)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Of one cell, or of all but the totals, which say the same again."""

    where: Place
    a: Point
    b: Point
    cell: tuple[str, str] | None
    after: int

    def refuse_unless_shown(self, asked: Question) -> None:
        if self.cell is not None:
            place(asked, *self.cell)

    def of(self, differences: Differences) -> Differences:
        return {
            cell: difference
            for cell, difference in differences.items()
            if (cell.filer not in (SUM, DISTINCT) if self.cell is None else cell[1:] == self.cell)
        }

    def address(self, below: str, **more: str) -> str:
        return self.where.address(below, self.a, self.b, **more)

    def next(self, after: int | None) -> str | None:
        if after is None:
            return None
        said = {} if self.cell is None else dict(zip(("filer", "column"), self.cell, strict=True))
        return self.address("compare/why", **said, after=str(after))


@router.get("/pages/campaigns/{campaign}/{annex}/compare/why", dependencies=[AsDeclared])
async def why(
    request: Request,
    account: BeyondFigures,
    where: AskedPlace,
    a: AskedFrom,
    b: AskedPoint,
    filer: Name | None = None,
    column: Name | None = None,
    after: After = 0,
) -> Response:
    if (filer is None) != (column is None):
        detail = "filer 与 column 须同时写明 both or neither"
        raise Rejected("invalid_request", field="column", detail=detail)
    cell = None if filer is None or column is None else (filer, column)
    wanted = _Wanted(where, a or Point(), b, cell, after)
    names = [name_of(where, each) for each in (wanted.a, b)]
    first, second, scope = compared(account, *await found(request, account, names))
    wanted.refuse_unless_shown(first)

    async def answer(share: Share) -> Response:
        return await _drawn(request, wanted, await between(request, share, first, second, scope))

    return await admitted(request, first.asker, answer)


async def _drawn(request: Request, wanted: _Wanted, both: Between) -> Response:
    drawing: Drawing = request.app.state.drawing
    form, language = both.b.form, language_of(request)
    page = page_of(wanted.of(both.differences), form.campaign, wanted.after, MOST_PARTS)
    known = await recorded_by(request, page, form)
    telling = Telling(both.b.organisations, known, form.moment, point_name(both.a.form, language), language)
    drawn = drawing.page(
        request,
        "why_part.html" if is_part(request) else "why.html",
        here="compare",
        told=list(telling.of(page)),
        one=wanted.cell is not None,
        forms=both.forms,
        taken=tuple(map(moment_at, both.taken)),
        next=wanted.next(page.next),
        everything=wanted.address("compare/why"),
        back=wanted.address("compare"),
    )
    drawn.headers.update(stale_header(dict.fromkeys(each for form in both.forms for each in form.stale)))
    return drawn
