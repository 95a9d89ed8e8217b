"""The shape of the answer, for the generated description of the API."""

from pydantic import BaseModel, Field

from services.reporting.forms.answers import FilerAnswer, ReportAnswer

_PERCENT = "In percent, 100.0 only when it is all of them; null without units."


class CoveredAnswer(BaseModel):
    units: int = Field(description="The filer's at the cut-off, as in `units`.")
    inspected: int = Field(description="Of these, those counted in `inspected`, whoever inspected them.")
    rate: str | None = Field(description=f"`inspected` of `units`. {_PERCENT}")
    inspected_by_filer: int | None = Field(
        default=None, description="Of these, those counted in `inspected` for this filer; in annex-3 alone."
    )
    rate_by_filer: str | None = Field(
        default=None, description=f"`inspected_by_filer` of `units`. {_PERCENT}"
    )


class CoverageRowAnswer(CoveredAnswer):
    filer: FilerAnswer


class CoverageAnswer(ReportAnswer):
    """How many of the supervised units were inspected."""

    rows: list[CoverageRowAnswer]
    total: CoveredAnswer | None = Field(
        default=None,
        description="The rows of all filers, each unit once; absent where only own rows may be seen.",
    )
