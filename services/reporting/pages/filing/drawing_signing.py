"""Drawing the signing page: prepared, with what was typed, and with what was refused where it belongs."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from fastapi import Response

from services.reporting.filing.closing import closed_by
from services.reporting.filing.due import dues
from services.reporting.filing.signing import refuse_another_cutoff
from services.reporting.pages.filing.addresses import (
    api,
    cells_page,
    password_again,
    period_page,
    signing_page,
    submission_page,
    written_positions,
)
from services.reporting.pages.filing.part_of import part_of
from services.reporting.pages.filing.refused_at import PREPARE_AGAIN, Mistake, open_errors, refused_at
from services.reporting.pages.filing.signing_shown import SigningShown, column_of, signing_shown
from services.reporting.pages.filing.typed_before import typed_before
from services.reporting.pages.filing.wanted import Wanted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.narrative_api import drafted_of
from services.reporting.submissions.preparing import Prepared, Seen, prepare
from services.reporting.submissions.report import frame_of
from services.reporting.turns.admission import Share
from shared.identity.lately import password_is_recent
from shared.instant import moment_at, write_instant
from shared.pages.drawing import Drawing
from shared.pages.posted import Posted
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class _Links:
    period: str
    here: str
    """Where the form is posted to."""
    again: str
    """To give the password once more, and back to the very report."""
    newer: str
    paper: str
    """The report as a document, up to its suffix."""
    cells: str
    """What is behind its figures, up to the column."""
    named: str
    """What names it in both."""
    occurred_until: str
    positions: str


async def drawn(share: Share, wanted: Wanted) -> Response:
    desk: Desk = wanted.request.app.state.desk
    drawing: Drawing = wanted.request.app.state.drawing
    try:
        made = await _prepared(share, wanted, desk.now())
    except Rejected as refused:
        if refused.code != "period_not_open":
            raise
        return await _not_open(share, wanted, refused)
    typed = typed_before(made) if wanted.typed is None else wanted.typed
    shown = signing_shown(made, await drafted_of(wanted.request, made), typed, desk.now())
    return drawing.page(
        wanted.request,
        "filing_sign.html",
        here="filing",
        status=wanted.status,
        s=shown,
        typed=typed,
        corrects=wanted.corrects,
        key=wanted.key,
        part=part_of(wanted.account, wanted.filer),
        closed=_closed_by(made, wanted),
        mistakes=_mistakes(wanted, shown, typed),
        prepared_again=_is_prepared_again(wanted),
        sent=wanted.typed is not None,
        recent=password_is_recent(wanted.request.state.session),
        links=_links(wanted, shown.seen, made.counted.form.annex),
        submission_of=partial(submission_page, wanted.campaign),
        column_of=column_of,
    )


async def _prepared(share: Share, wanted: Wanted, now: int) -> Prepared:
    """Once more as it was seen, unless that can't be signed any more."""
    seen = None if _is_prepared_again(wanted) else wanted.seen
    request, account, campaign = wanted.request, wanted.account, wanted.campaign
    asked = request, share, account, campaign, wanted.period, wanted.filer, wanted.corrects
    made = await prepare(*asked, seen)
    if seen is None or wanted.typed is not None or _may_be_signed(made, seen, now):
        return made
    return await prepare(*asked)


def _is_prepared_again(wanted: Wanted) -> bool:
    return wanted.refused is not None and wanted.refused.code in PREPARE_AGAIN


def _may_be_signed(made: Prepared, seen: Seen, now: int) -> bool:
    try:
        refuse_another_cutoff(made.due, seen.occurred_until, now)
    except Rejected:
        return False
    return True


def _closed_by(made: Prepared, wanted: Wanted) -> str | None:
    """The period in whose report it has to be told."""
    closed = closed_by(made.filing, dues(made.frame.campaign), made.due, made.counted.form.annex)
    return None if closed is None or wanted.corrects is not None else closed.name


def _mistakes(wanted: Wanted, shown: SigningShown, typed: Posted) -> list[Mistake]:
    """Errors of the figures always stand first."""
    found = [*open_errors(shown), *wanted.mistakes]
    if wanted.refused is not None:
        found += refused_at(wanted.refused, shown, typed)
    return found


def _links(wanted: Wanted, seen: Seen, annex: str) -> _Links:
    campaign, period, filer = wanted.campaign, wanted.period, wanted.filer
    here, paper = signing_page(campaign, period, filer), f"{api(campaign)}/{annex}"
    until, positions = write_instant(moment_at(seen.occurred_until)), written_positions(seen.positions)
    named = urlencode({"occurred_until": until, "positions": positions})
    back = signing_page(campaign, period, filer, wanted.corrects, seen)
    return _Links(
        period=period_page(campaign, period),
        here=here,
        again=password_again(back),
        newer=f"{here}/newer?{named}",
        paper=paper,
        cells=cells_page(campaign, annex, filer),
        named=named,
        occurred_until=until,
        positions=positions,
    )


async def _not_open(share: Share, wanted: Wanted, refused: Rejected) -> Response:
    """本期尚未开放."""
    frame = await frame_of(wanted.request, share, wanted.account, wanted.campaign, {})
    drawing: Drawing = wanted.request.app.state.drawing
    return drawing.page(
        wanted.request,
        "filing_not_open.html",
        here="filing",
        status=refused.status,
        due=frame.due(wanted.period),
        back=period_page(wanted.campaign, wanted.period),
    )
