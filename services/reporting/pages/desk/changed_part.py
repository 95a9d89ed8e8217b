"""上次打开以来: what was done with reports since, and which figures have moved; a part of the desk."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from services.reporting.consolidation.content import names_before
from services.reporting.counting.columns import COLUMN, FILER_KINDS
from services.reporting.counting.figures import Figures
from services.reporting.forms.documents.money import shown
from services.reporting.pages.desk.happened import happened_since
from services.reporting.pages.filing.addresses import sheet_page, submission_page
from services.reporting.pages.filing.figures import label_of
from services.reporting.reading.answering import admitted
from services.reporting.reading.question import read_positions
from services.reporting.reading.recount_queue import Recounting
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.submissions.scope import seen_filers
from services.reporting.turns.admission import Share
from shared.http.parameters import Name, Number
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at, write_instant
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)
_Row: TypeAlias = tuple[str, str, Mapping[str, int], Mapping[str, int]]


class Moved(NamedTuple):
    annex: str
    whose: str
    """A filer's name, or an annex."""
    label: str
    before: int | str
    now: int | str


@router.get("/pages/parts/changed")
async def changed(
    request: Request, account: BeyondFigures, campaign: Name, at: Number, positions: Name
) -> Response:
    """A filer hears of its own; who sees all, of the totals."""
    then, seen = read_positions(positions), seen_filers(account)

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        office: Desk = request.app.state.desk
        filing = await office.filing(account.township, campaign)
        moved = await _moved(request, frame, then, seen)
        drawing: Drawing = request.app.state.drawing
        return drawing.page(
            request,
            "desk_changed.html",
            since=at,
            happened=happened_since(filing, at, seen),
            moved=moved,
            annexes=list(dict.fromkeys(each.annex for each in moved)),
            compare_of=partial(_comparison, campaign, positions),
            submission_of=partial(submission_page, campaign),
            sheet_of=partial(sheet_page, campaign),
        )

    return await admitted(request, (account.township, account.name), answer)


def _comparison(campaign: str, positions: str, annex: str) -> str:
    """From what was known then to now, event by event."""
    asked = urlencode({"from_positions": positions}, safe=":,")
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/{annex}/compare?{asked}"


async def _moved(
    request: Request, frame: Frame, then: Mapping[str, int], seen: frozenset[str] | None
) -> list[Moved]:
    """At the window's end, as of now; nothing is counted where nothing was recorded."""
    applied = frame.applied
    if dict(then) == dict(applied) or any(position > applied.get(log, 0) for log, position in then.items()):
        return []
    recounting: Recounting = request.app.state.recounting
    form = replace(frame.form, occurred_until=write_instant(moment_at(frame.campaign.ends)))
    before = await recounting.figures(frame.asked, replace(form, positions={**applied, **then}))
    now = await recounting.figures(frame.asked, form)
    return [
        Moved(annex, whose, label_of(key), shown(COLUMN[key], earlier[key]), shown(COLUMN[key], value))
        for annex, whose, earlier, later in _rows(frame, before, now, seen)
        for key, value in later.items()
        if value != earlier[key]
    ]


def _rows(frame: Frame, before: Figures, now: Figures, seen: frozenset[str] | None) -> Iterator[_Row]:
    """Whose, with the figures of then and of now."""
    for annex in FILER_KINDS:
        if seen is None:
            yield annex, annex, before.distinct_row(annex), now.distinct_row(annex)
            continue
        for filer in frame.campaign.filers[annex]:
            if filer in seen:
                yield annex, _named(frame, filer), before.row(annex, filer), now.row(annex, filer)


def _named(frame: Frame, filer: str) -> str:
    return names_before(frame.organisations, (filer,), frame.campaign.ends)[filer]
