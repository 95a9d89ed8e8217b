"""Asking why a subject is not in a cell: what is looked up for it, and what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import Request

from services.reporting.lineage.place import Place, place
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.why_not.answers import Kind
from services.reporting.why_not.document import sources_in
from services.reporting.why_not.explaining import Explained
from services.reporting.why_not.rules.cell import kinds_of
from services.reporting.why_not.told import (
    Explanations,
    Kept,
    explained_of_kept,
    explained_of_town,
    load_kept,
)
from services.reporting.why_not.visible import visible_kinds
from shared.event_log.connection import Connection, Pool
from shared.problems import Rejected
from shared.read_model.generation import reading

Loaded = tuple[frozenset[str], Kept | None]
"""The kinds that the account may see as it is now, and the rows where they are kept as asked."""


@dataclass(frozen=True, slots=True)
class Told:
    kind: str
    """Of which the id was taken to be."""
    explained: Explained
    known: Mapping[Source, Provenance]
    names: Mapping[str, str]
    """Of organisations, as the report prints them."""


@dataclass(frozen=True, slots=True)
class SubjectAsked:
    asked: Question
    cell: Place
    kinds: tuple[str, ...]
    subject: str

    @classmethod
    def of(
        cls, asked: Question, filer: str, column: str, subject: str, kind: Kind | None = None
    ) -> "SubjectAsked":
        """Raises `Rejected` for a cell that the account may not see, and for a kind that is not there."""
        return cls(asked, place(asked, filer, column), _kinds(column, kind), subject)

    async def load(self, connection: Connection, found: Found) -> Loaded:
        """On the snapshot of `found`."""
        asked, kinds = self.asked, self.kinds
        self.cell.refuse_unless_in_form(found.form.campaign, found.kind_of)
        visible = await visible_kinds(connection, asked, kinds, self.subject, found.kind_of)
        if found.kept is None:
            return visible, None
        if not visible:
            raise Rejected("not_yours")
        return visible, await load_kept(connection, asked.township, kinds, self.subject)

    async def told(self, request: Request, found: Found, loaded: Loaded) -> Told:
        """Raises `not_yours` for what the account may not see, known or not."""
        visible, kept = loaded
        of_kinds = await self._explanations(request, found, kept)
        kind = _chosen(self.kinds, of_kinds, visible, self.asked.only)
        pool: Pool = request.app.state.pool
        async with reading(pool, found.form.generation) as connection:
            known = await read_provenance(connection, set(sources_in(kind, of_kinds[kind])))
        moment = min(found.form.moment, found.form.campaign.ends)
        names = {each: known_as.name_before(moment) for each, known_as in found.organisations.items()}
        return Told(kind, of_kinds[kind], known, names)

    async def _explanations(self, request: Request, found: Found, kept: Kept | None) -> Explanations:
        """Of the kept rows, or of the whole town as of other times."""
        cell, kinds, subject = self.cell, self.kinds, self.subject
        if kept is not None:
            return explained_of_kept(kept, found.form, cell, kinds, subject)
        recounting: Recounting = request.app.state.recounting
        fold = partial(explained_of_town, cell, kinds, subject)
        return await recounting.of_town(self.asked, found.form, ("why not", cell, kinds, subject), fold)


def _kinds(column: str, kind: Kind | None) -> tuple[str, ...]:
    known = kinds_of(column)
    if kind is None or kind in known:
        return known if kind is None else (kind,)
    detail = f"此栏可查 for this column: {', '.join(known)}"
    raise Rejected("invalid_request", field="kind", detail=detail)


def _chosen(
    kinds: Sequence[str], of_kinds: Explanations, visible: frozenset[str], only: frozenset[str] | None
) -> str:
    """The first that is known, of those that the account may see: what it may not see hides nothing."""
    seen = [each for each in kinds if each in visible or not of_kinds[each].filers.isdisjoint(only or ())]
    if not seen:
        raise Rejected("not_yours")
    return next((each for each in seen if of_kinds[each].known), seen[0])
