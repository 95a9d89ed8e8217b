"""汇总: the sheet gathered once more, judged, and frozen under the service's key."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from nats.aio.client import Client

from services.reporting.consolidation.asking import ConsolidateAsked
from services.reporting.consolidation.content import Table, content
from services.reporting.consolidation.gathering import Gathering
from services.reporting.consolidation.paper import signed_parts
from services.reporting.filing.consolidating import Chosen, refuse_to_consolidate
from services.reporting.filing.rights import refuse_unless_reviewing, signer
from services.reporting.filing.signing import LONGEST_WITH_THE_FILER
from services.reporting.filing.state import Filing
from services.reporting.keys.introducing import SigningKeys
from services.reporting.keys.purposes import CONSOLIDATION
from services.reporting.reading.stale import refuse_stale
from services.reporting.submissions.desk import Asked, Desk
from services.reporting.submissions.outdated import refuse_to_leave_out
from services.reporting.submissions.report import frame_of
from services.reporting.submissions.stored_event import Reached, reached
from services.reporting.turns.admission import Share
from shared.events.base import Event
from shared.events.consolidating import ConsolidationContent, ConsolidationSigned
from shared.events.envelope import Envelope
from shared.problems import Rejected
from shared.signing import SigningKey


class _Moved(Exception):
    """Something was accepted or returned in between: the rows are others now."""


@dataclass(frozen=True, slots=True)
class _Ready:
    gathering: Gathering
    logs: dict[str, Reached]
    key: SigningKey
    remark: str | None
    digest_seen: str


async def consolidate(request: Request, share: Share, asked: Asked, body: ConsolidateAsked) -> Envelope:
    """The event that it became, the first time or before."""
    desk: Desk = request.app.state.desk
    signer(asked.account)
    refuse_unless_reviewing(asked.account)
    if before := await desk.before(asked):
        return before[0]
    ready = await _ready(request, share, asked, body)
    while True:
        try:
            return await _consolidated(request, desk, asked, ready)
        except _Moved:
            continue


async def _ready(request: Request, share: Share, asked: Asked, body: ConsolidateAsked) -> _Ready:
    frame = await frame_of(request, share, asked.account, asked.campaign, body.sheet.named())
    refuse_stale(frame.folded)
    gathering = Gathering(request, share, asked.account, frame, frame.due(body.period), body.annex)
    bus: Client = request.app.state.bus
    logs = {
        log: await reached(bus, log, frame.log_ids[log], position)
        for log, position in frame.form.positions.items()
    }
    keys: SigningKeys = request.app.state.signing_keys
    key = await keys.good_at(asked.arrived)
    return _Ready(gathering, logs, key, body.remark, body.sheet.digest)


async def _consolidated(request: Request, desk: Desk, asked: Asked, ready: _Ready) -> Envelope:
    filing = await desk.filing(asked.account.township, asked.campaign)
    chosen = ready.gathering.chosen(filing)
    refuse_to_consolidate(filing, chosen, asked.now)
    _refuse_older(ready, chosen)
    await refuse_to_leave_out(request, ready.gathering.frame, asked.now - LONGEST_WITH_THE_FILER)
    table = await ready.gathering.table(chosen)
    if table.digest != ready.digest_seen:
        raise Rejected("figures_changed")

    async def judge(now: Filing) -> Sequence[Event]:
        if ready.gathering.chosen(now) != chosen or _edition(now, table) != _edition(filing, table):
            raise _Moved
        return [_signed(request, _content(now, table, asked, ready), asked.account.township, ready.key)]

    after = max(each.recorded for each in ready.logs.values())
    return (await desk.record(asked, judge, after))[0]


def _refuse_older(ready: _Ready, chosen: Chosen) -> None:
    """Its positions reach as far as those of its rows: verified, one walk over the logs shows them all."""
    for submission in chosen.reported.values():
        for log, frozen in submission.signed.logs.items():
            if frozen.position > ready.logs[log].log.position:
                raise Rejected("report_outdated")


def _edition(filing: Filing, table: Table) -> str | None:
    last = filing.consolidated(table.chosen.due.key, table.chosen.annex)
    return None if last is None else last.number


def _content(filing: Filing, table: Table, asked: Asked, ready: _Ready) -> ConsolidationContent:
    return content(
        table,
        filing.consolidated(table.chosen.due.key, table.chosen.annex),
        {log: each.log for log, each in ready.logs.items()},
        signer(asked.account),
        asked.now,
        remark=ready.remark,
        countersign=ready.gathering.frame.campaign.countersign,
    )


def _signed(
    request: Request, made: ConsolidationContent, township: str, key: SigningKey
) -> ConsolidationSigned:
    """With the service's signatures: over all of it, and over what each code of its paper says."""
    url: str = request.app.state.public_url
    fields = {name: getattr(made, name) for name in ConsolidationContent.model_fields}
    return ConsolidationSigned(
        **fields,
        key_id=key.id,
        signature=key.sign(CONSOLIDATION, made.payload()),
        paper=signed_parts(made, township, url, key.id, key.private.sign),
    )
