"""All that a form's page says, from what the API answers to the same question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.forms.asked_beside import Beside
from services.reporting.forms.documents.document import document
from services.reporting.forms.documents.wording import origin
from services.reporting.forms.documents.wording_changes import lines_of_changes
from services.reporting.live.sight import Applied, Sight
from services.reporting.pages.addresses import Addresses
from services.reporting.pages.campaigns import read_campaigns
from services.reporting.pages.form_shown import FormShown, form_shown
from services.reporting.pages.form_view import FormView
from services.reporting.pages.remarks import RemarkShown, remarks_shown
from services.reporting.pages.report_said import ReportSaid, report_said
from services.reporting.read_model import FIGURES
from services.reporting.reading.answering import demo_clock
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.subjects.campaign import Campaign
from shared.event_log.connection import Connection
from shared.instant import microseconds, moment_at, write_instant
from shared.pages.text_size import text_size_of
from shared.read_model.statements import read_folded


@dataclass(frozen=True, slots=True)
class BesideForm:
    """Read on the snapshot of the figures."""

    campaigns: Mapping[str, Campaign]
    live_id: str
    """What the live stream calls what is shown: it goes on from there."""


@dataclass(frozen=True, slots=True)
class FormDrawn:
    document: Mapping[str, Any]
    form: FormShown
    report: ReportSaid
    view: FormView
    at: Addresses
    fixed: Addresses
    remarks: list[RemarkShown]
    rates: list[str]
    """整改率 in words, where changes are asked for."""
    annexes: tuple[str, ...]
    """To choose from: who sees own rows alone has one."""
    campaigns: Mapping[str, Campaign]
    live_id: str
    begins: str | None
    """Where the campaign has not begun."""
    origin: str
    large: bool


async def load_beside(connection: Connection, asked: Question) -> BesideForm:
    folded = await read_folded(connection, FIGURES)
    campaigns = await read_campaigns(connection, asked.township, applied_positions(folded))
    sight = Sight(asked.township, asked.campaign, asked.only)
    return BesideForm(campaigns, Applied.of(folded).id_for(sight))


async def form_drawn(
    request: Request, asked: Question, found: Found, loaded: BesideForm, said: Beside, view: FormView
) -> FormDrawn:
    recounting: Recounting = request.app.state.recounting
    form, figures = found.form, found.kept
    if figures is None:
        figures = await recounting.figures(asked, form)
    shown = said.beside(document(form, figures, found.organisations, asked.shown), form, figures)
    at, large = Addresses.of(asked), text_size_of(request) == "large"
    return FormDrawn(
        document=shown,
        form=form_shown(shown, few=large and not view.all_columns),
        report=report_said(asked, form),
        view=view.of(asked.annex),
        at=at,
        fixed=at.fixed(form),
        remarks=remarks_shown(shown, figures.uncredited()),
        rates=list(lines_of_changes(shown))[-1:],
        annexes=tuple(FILER_KINDS) if asked.shown is None else (),
        campaigns=loaded.campaigns,
        live_id=loaded.live_id,
        begins=_begins(request, form.campaign),
        origin=origin(shown, demo_clock(request)),
        large=large,
    )


def _begins(request: Request, campaign: Campaign) -> str | None:
    now = microseconds(request.app.state.clock.now())
    return None if now >= campaign.starts else write_instant(moment_at(campaign.starts))
