"""The report of one filer and period: found on a snapshot, counted, and as it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import Request

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.filing import annex_filed_by
from services.reporting.filing.due import Due, due_of
from services.reporting.forms.documents.document import document
from services.reporting.reading.answering import looking_up
from services.reporting.reading.asked_form import Form
from services.reporting.reading.positions import applied_positions, positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import look_up
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.organisation import Organisation
from services.reporting.submissions.frozen import Frozen, frozen
from services.reporting.turns.admission import Share
from shared.event_log.connection import Connection
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import SubmissionSigned
from shared.facts.account import Account
from shared.follower.watermarks import Watermarks
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.model import Folded


@dataclass(frozen=True, slots=True)
class Frame:
    """Campaign, organisations and positions as they are found."""

    asked: Question
    campaign: Campaign
    organisations: Mapping[str, Organisation]
    form: Form
    log_ids: Mapping[str, str | None]
    folded: Folded
    """How far each log has come; the form may be of fewer."""

    @property
    def applied(self) -> Mapping[str, int]:
        return applied_positions(self.folded)

    def due(self, period: str) -> Due:
        found = due_of(self.campaign, period)
        if found is None:
            raise Rejected("not_found", what=period)
        return found

    def annex_of(self, filer: str) -> str:
        """Raises `not_found` for who files no form."""
        known = self.organisations.get(filer)
        annex = annex_filed_by(None if known is None else known.kind)
        if annex is None:
            raise Rejected("not_found", what=filer)
        return annex

    def form_of(self, filer: str, occurred_until: int) -> Form:
        until = write_instant(moment_at(occurred_until))
        return replace(self.form, annex=self.annex_of(filer), occurred_until=until)


@dataclass(frozen=True, slots=True)
class Counted:
    form: Form
    frozen: Frozen
    shown: JsonObject
    """The answer document: the filer's row, and nothing else."""

    filer_name: str

    @property
    def digest(self) -> str:
        return str(self.shown["digest"])

    @property
    def warnings(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.shown["warnings"]  # type: ignore[assignment]  # as written there
        return listed


async def frame_of(
    request: Request, share: Share, account: Account, campaign: str, positions: Mapping[str, int]
) -> Frame:
    """`positions`: those that the report names; none for all so far."""
    asked = question(account, campaign, positions)
    async with looking_up(request, share) as (connection, folded):
        return await found_frame(connection, folded, asked, request.app.state.watermarks)


def question(account: Account, campaign: str, positions: Mapping[str, int]) -> Question:
    return Question(
        account=account.name,
        township=account.township,
        annex=next(iter(FILER_KINDS)),
        campaign=campaign,
        only=None,
        occurred_until=None,
        recorded_until=None,
        positions=positions,
        policy=None,
    )


async def found_frame(
    connection: Connection, folded: Folded, asked: Question, watermarks: Watermarks
) -> Frame:
    """On the snapshot that `folded` was read on."""
    named = await positions_of(connection, asked, folded, watermarks)
    found = await look_up(connection, asked, folded, named)
    log_ids = {log: folded.checkpoint(log).log_id for log in named}
    return Frame(asked, found.form.campaign, found.organisations, found.form, log_ids, folded)


async def frame_of_signed(
    request: Request, share: Share, account: Account, signed: SubmissionSigned
) -> tuple[Frame, Form]:
    """As it was signed: campaign, names and positions of then, and the policy."""
    frame = await frame_of(request, share, account, signed.campaign_id, signed_positions(signed))
    return frame, form_of_signed(frame, signed)


def signed_positions(signed: SubmissionSigned | ConsolidationSigned) -> dict[str, int]:
    return {log: frozen.position for log, frozen in signed.logs.items()}


def form_of_signed(frame: Frame, signed: SubmissionSigned) -> Form:
    form = frame.form_of(signed.filer, microseconds(parse_instant(signed.occurred_until)))
    return replace(form, policy=signed.policy)


async def counted(request: Request, frame: Frame, filer: str, form: Form) -> Counted:
    """In its turn among the recounts."""
    recounting: Recounting = request.app.state.recounting
    made = await recounting.of_town(frame.asked, form, ("submission", filer), partial(frozen, filer))
    shown = document(form, made.figures, frame.organisations, frozenset({filer}))
    if not shown["rows"]:
        raise Rejected("nothing_to_report", filer=filer)
    return Counted(form, made, shown, frame.organisations[filer].name_before(form.moment))
