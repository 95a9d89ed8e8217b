"""Reading what is supposed out of a body, and of which reports it is asked."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.differences.asking import ReportName
from services.reporting.differences.walk import Subjects
from services.reporting.what_if.supposed import Supposed, merged, taken_back
from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Account
from shared.facts.roles_in_words import not_for
from shared.http.parameters import Name
from shared.problems import Rejected

MOST_REPORTS = 10


class TakenBack(BaseModel):
    """A recorded fact, as lineage lists it, were taken back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    log: Literal["registry", "hazards"]
    position: int = Field(ge=1, le=LARGEST_INTEGER)


class Merged(BaseModel):
    """One were merged into another."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["unit", "hazard"]
    id: Name
    into: Name


class WhatIfAsked(BaseModel):
    """What would happen to which reports if this were recorded."""

    model_config = ConfigDict(extra="forbid", strict=True)

    suppose: TakenBack | Merged
    reports: list[ReportName] = Field(
        default=[], max_length=MOST_REPORTS, description="Default: each campaign's report of now, both forms."
    )

    def refuse_unless_allowed(self, account: Account) -> None:
        """For who sees every filer."""
        if not account.sees_every_filer:
            raise Rejected("not_allowed", detail=not_for(account.role))

    def of(self, subjects: Subjects) -> Supposed:
        """What would be recorded, of what is known now. Raises `Rejected` where that could not be."""
        match self.suppose:
            case TakenBack(log=log, position=position):
                return taken_back(subjects, log, position)
            case Merged(kind=kind, id=id_, into=into):
                return merged(subjects, kind, id_, into)
