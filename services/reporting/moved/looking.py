"""Looking up what one event moved, within the account's own share, and counting it beside other requests."""

from collections.abc import Sequence
from threading import Event
from typing import NamedTuple

from fastapi import Request

from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.counting.town import Town
from services.reporting.differences.named_report import named_report
from services.reporting.differences.report import Report
from services.reporting.differences.walk import Subjects
from services.reporting.lineage.sources import Source
from services.reporting.moved.event import subject_at
from services.reporting.moved.neighbours import load_neighbours
from services.reporting.moved.reports import MovedReports, OfCampaign, moved_reports
from services.reporting.projection.load_background import load_town
from services.reporting.reading.answering import looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.question import LOGS, Question, question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.subjects.references import Named
from services.reporting.submissions.desk import Desk
from services.reporting.turns.admission import Share
from services.reporting.what_if.supposed import taken_back
from services.reporting.why_not.visible import Sight, visible
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.identity.filers import visible_filers
from shared.problems import Rejected
from shared.read_model.model import Folded


class Moved(NamedTuple):
    town: Town
    reports: Sequence[MovedReports]
    """Of each campaign, the one that began last first; empty where the event moves no figure."""


class _Looked(NamedTuple):
    town: Town
    folded: Folded
    subjects: Subjects
    named: Sequence[tuple[Question, Form, Report]]


async def moved(request: Request, share: Share, account: Account, event: Source) -> Moved:
    """Raises `not_yours` for a filer's account, whatever stands there; for who sees all, `not_found`."""
    only = visible_filers(account)
    subject = await subject_at(request.app.state.bus, account.township, event)
    if subject is None:
        raise Rejected("not_found" if only is None else "not_yours", what=f"{event.log} {event.position}")
    looked = await _looked(request, share, account, subject, event)
    try:
        supposed = taken_back(looked.subjects, *event)
    except Rejected:
        return Moved(looked.town, ())
    each = [await _of_campaign(request, account, looked, form, now) for _, form, now in looked.named]

    def fold(given_up: Event) -> list[MovedReports]:
        return [moved_reports(looked.subjects, supposed, one, given_up) for one in each]

    if not each:
        return Moved(looked.town, ())
    recounting: Recounting = request.app.state.recounting
    asked, form, _ = looked.named[0]
    about = "moved", event, only, tuple(one.filing.version for one in each)
    return Moved(looked.town, await recounting.of_these(asked, form, about, fold))


async def _looked(request: Request, share: Share, account: Account, subject: Named, event: Source) -> _Looked:
    async with looking_up(request, share) as (connection, folded):
        town = await load_town(connection, account.township)
        await _refuse_unless_seen(connection, account, town, subject)
        applied = applied_positions(folded)[event.log]
        if event.position > applied:
            told = {"position": str(event.position), "applied": str(applied)}
            raise Rejected("position_not_reached", log=event.log, **told)
        subjects = await load_neighbours(connection, account.township, subject)
        named = []
        for campaign in sorted(town.campaigns.values(), key=lambda each: (-each.starts, each.id)):
            asked = question(account, campaign.id, DEPARTMENTS_FORM, {})
            found, now = await named_report(connection, asked, folded, request.app.state.watermarks)
            named.append((asked, found.form, now))
    return _Looked(town, folded, subjects, named)


async def _refuse_unless_seen(connection: Connection, account: Account, town: Town, subject: Named) -> None:
    only = visible_filers(account)
    if only is not None:
        sight = Sight(account.township, tuple(town.campaigns), only, town.kind)
        if subject not in await visible(connection, sight, [subject]):
            raise Rejected("not_yours")


async def _of_campaign(
    request: Request, account: Account, looked: _Looked, form: Form, now: Report
) -> OfCampaign:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, form.campaign.id)
    log_ids = {log: looked.folded.checkpoint(log).log_id for log in LOGS}
    return OfCampaign(form.campaign, filing, now, log_ids, visible_filers(account))
