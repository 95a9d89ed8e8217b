"""A consolidated sheet as it is printed: rows that were signed, and what their reader should know."""

from collections.abc import Iterator
from dataclasses import replace

from services.reporting.consolidation.document import UPDATED, cells, named
from services.reporting.consolidation.paper import codes_of
from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.filing.consolidating import Chosen, changes, updates
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing
from services.reporting.forms.documents.distinct_note import distinct_note, spoken_figures, spoken_name
from services.reporting.forms.documents.document import columns_shown
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.sheet import Sheet, sheet
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.documents.wording import BEHALF, OF_ALL, ROWS, UNCREDITED, spoken
from services.reporting.reading.asked_form import Form
from services.reporting.submissions.report import Frame
from shared.events.consolidating import ConsolidationSigned
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject

REPLACED = "已有新版本"
_MOST_CHANGES = 12
"""In the note; the answer over HTTP lists all."""


def printed_sheet(
    form: Form,
    filing: Filing,
    consolidation: Consolidation,
    chosen: Chosen | None,
    township: str,
    public_url: str,
    demo_clock: str | None,
    *,
    signature_line: bool,
) -> Sheet:
    """`form`: titles and foot note of then. `chosen`: what would be its rows now; None for the sheet as first
    written, which does not know what came after."""
    signed = consolidation.signed
    signature = Signed(
        number=signed.number,
        report=signed.period_name,
        filer=OF_ALL[signed.annex],
        signer=signed.signer.name,
        office=signed.signer.office or "",
        signed_at=signed.signed_at,
        digest=signed.digest,
        marks=() if chosen is None else tuple(_marks(consolidation, chosen)),
        remarks=() if signed.remark is None else (signed.remark,),
        notes=tuple(_notes(filing, consolidation, told=chosen is not None)),
        codes=codes_of(signed, township, public_url),
    )
    document = _document(form, signed)
    return sheet(document, signed=signature, signature_line=signature_line, demo_clock=demo_clock)


def _document(form: Form, signed: ConsolidationSigned) -> JsonObject:
    return {
        **form.named(),
        "title": form.campaign.form_titles.get(signed.annex, form.campaign.title),
        "foot_note": form.campaign.foot_notes.get(signed.annex, ""),
        "digest": signed.digest,
        "columns": columns_shown(signed.annex),
        "rows": [
            {
                "filer": named(row.filer, row.filer_name),
                "cells": None if row.figures is None else cells(row.figures),
            }
            for row in signed.rows
        ],
        "totals": {ROWS: cells(signed.sum)},
        "warnings": [],
    }


def form_of_sheet(then: Frame, signed: ConsolidationSigned) -> Form:
    """`then`: as it was when the sheet was signed."""
    return replace(then.form, annex=signed.annex, policy=signed.policy, occurred_until=signed.occurred_until)


def _marks(consolidation: Consolidation, chosen: Chosen) -> Iterator[str]:
    if consolidation.replaced_by is not None:
        yield f"{REPLACED} {consolidation.replaced_by}"
    elif updates(consolidation, chosen):
        yield UPDATED


def _notes(filing: Filing, consolidation: Consolidation, *, told: bool) -> Iterator[str]:
    """`told`: with what came after it was signed."""
    signed = consolidation.signed
    missing = [row.filer_name for row in signed.rows if row.figures is None]
    if missing:
        yield f"未报送单位（{len(missing)}家）：{'、'.join(missing)}。"
    on_behalf = [row.filer_name for row in signed.rows if filing.is_on_behalf(row.number)]
    if on_behalf:
        yield f"{BEHALF}：{'、'.join(on_behalf)}。"
    yield _distinct(signed)
    if signed.uncredited:
        yield f"{UNCREDITED}：{spoken_figures(signed.uncredited)}。"
    if signed.replaces is not None:
        yield _changed(consolidation, filing.consolidations[signed.replaces])
    yield f"回执号：{'、'.join(f'{row.filer_name} {row.number}' for row in signed.rows if row.number)}。"
    if told and consolidation.countersigned is not None:
        by = consolidation.countersigned.event.by
        at = spoken(write_instant(moment_at(consolidation.countersigned.occurred)))
        yield f"审签：{by.name}{f'（{by.office}）' if by.office else ''}　{at}。"
    if told and consolidation.sent_up is not None:
        event = consolidation.sent_up.event
        yield f"上报：{event.to}，{event.how}，{spoken(event.sent_at)}。"


def _distinct(signed: ConsolidationSigned) -> str:
    keys = [column.key for column in columns_of(signed.annex)]
    return distinct_note(
        signed.annex, [signed.sum[key] for key in keys], [signed.distinct[key] for key in keys]
    )


def _changed(consolidation: Consolidation, replaced: Consolidation) -> str:
    before, after = replaced.signed.rows, consolidation.signed.rows
    names = {row.filer: row.filer_name for row in (*before, *after)}
    said = [
        f"{names[each.filer]} {spoken_name(each.column)} "
        f"{_or_unreported(each.column, each.before)}→{_or_unreported(each.column, each.after)}"
        for each in changes(before, after)
    ]
    more = f"等{len(said)}处" if len(said) > _MOST_CHANGES else ""
    edition = consolidation.signed.edition
    return f"第{edition}版，替代 {replaced.number}，改动：{'；'.join(said[:_MOST_CHANGES])}{more}。"


def _or_unreported(column: str, value: int | None) -> str:
    return "未报送" if value is None else str(shown(COLUMN[column], value))
