"""A consolidated sheet as it is signed: rows that were signed, their totals, and a digest of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.consolidation.members import Members, union
from services.reporting.counting.columns import columns_of
from services.reporting.filing.consolidating import Chosen
from services.reporting.filing.consolidation import Consolidation
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.canonical import canonical, digest
from shared.events.consolidating import ConsolidatedRow, ConsolidationContent
from shared.events.reporting import FrozenLog
from shared.events.signer import Signer
from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject

DIGEST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Table:
    """What is shown and signed."""

    campaign: str
    chosen: Chosen
    policy: str
    policy_hash: str
    positions: Mapping[str, int]
    """What `uncredited` is of."""
    distinct: Mapping[str, int]
    uncredited: Mapping[str, int]

    @property
    def rows(self) -> list[ConsolidatedRow]:
        return self.chosen.rows()

    @property
    def sum(self) -> dict[str, int]:
        return summed(self.chosen.annex, self.rows)

    @property
    def occurred_until(self) -> str:
        return write_instant(moment_at(self.chosen.due.cutoff))

    @property
    def digest(self) -> str:
        """SHA-256 of the RFC 8785 form: no names, no labels."""
        content: JsonObject = {
            "consolidated": DIGEST_VERSION,
            "annex": self.chosen.annex,
            "campaign": self.campaign,
            "period": self.chosen.due.key,
            "policy": self.policy_hash,
            "occurred_until": self.occurred_until,
            "positions": dict(self.positions),
            "rows": {row.filer: _digested(row) for row in self.rows},
            "sum": dict(self.sum),
            "distinct": dict(self.distinct),
            "uncredited": dict(self.uncredited),
        }
        return f"sha256:{digest(canonical(content))}"


def table_of(form: Form, chosen: Chosen, rows: Iterable[Members], uncredited: Mapping[str, int]) -> Table:
    """`form`: whose positions and cut-off `uncredited` is of. `rows`: what the signed ones counted."""
    return Table(
        campaign=form.campaign.id,
        chosen=chosen,
        policy=form.policy,
        policy_hash=form.policy_hash,
        positions=form.positions,
        distinct=union(chosen.annex, rows),
        uncredited=uncredited,
    )


def names_before(
    organisations: Mapping[str, Organisation], filers: Iterable[str], moment: int
) -> dict[str, str]:
    """Of that time; who is not known is called by its id."""
    return {
        filer: organisations[filer].name_before(moment) if filer in organisations else filer
        for filer in filers
    }


def summed(annex: str, rows: Sequence[ConsolidatedRow]) -> dict[str, int]:
    """合计: of what was reported."""
    figures = [row.figures or {} for row in rows]
    return {column.key: sum(each.get(column.key, 0) for each in figures) for column in columns_of(annex)}


def content(
    table: Table,
    last: Consolidation | None,
    logs: Mapping[str, FrozenLog],
    signer: Signer,
    now: int,
    *,
    remark: str | None,
    countersign: bool,
) -> ConsolidationContent:
    """`last`: the edition that it takes the place of."""
    due = table.chosen.due
    edition = 1 if last is None else last.signed.edition + 1
    return ConsolidationContent(
        campaign_id=table.campaign,
        number=f"{due.key}-{table.chosen.annex}-{edition}",
        annex=table.chosen.annex,
        period=due.key,
        period_name=due.name,
        edition=edition,
        replaces=None if last is None else last.number,
        deadline=write_instant(moment_at(due.deadline)),
        **_figures(table),
        occurred_until=table.occurred_until,
        logs=dict(logs),
        remark=remark,
        countersign=countersign,
        signer=signer,
        signed_at=write_instant(moment_at(now)),
    )


def _figures(table: Table) -> dict[str, Any]:
    return {
        "rows": table.rows,
        "sum": table.sum,
        "distinct": dict(table.distinct),
        "uncredited": dict(table.uncredited),
        "policy": table.policy,
        "policy_hash": table.policy_hash,
        "digest": table.digest,
    }


def _digested(row: ConsolidatedRow) -> Json:
    if row.figures is None:
        return None
    return {"number": row.number, "submission": row.digest, "figures": dict(row.figures)}
