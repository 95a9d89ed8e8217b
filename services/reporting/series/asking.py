"""Reading which series is asked for out of an address."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from services.reporting.counting.columns import COLUMNS
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.reading.asking import AskedQuestion
from services.reporting.series.chosen import Chosen, chosen
from services.reporting.series.points import By

_KEYS = "|".join(column.key for column in COLUMNS)
_LONGEST = 1000
COLUMNS_ASKED = "Column keys, `units,fines`. Default: all of the table."
FILERS_ASKED = (
    f"Ids of filers, `{SUM}` (简单合计), `{DISTINCT}` (去重合计), `{NOBODY}` (credited to no filer), "
    "separated by commas. Default: all that the account may see."
)


@dataclass(frozen=True, slots=True)
class Series:
    by: By
    chosen: Chosen
    shape: str
    """Tells this question from others about the same report."""


async def asked_series(
    asked: AskedQuestion,
    by: Annotated[By, Query(description="At the end of each day, or at each deadline (period).")] = "day",
    columns: Annotated[
        str | None,
        Query(
            max_length=_LONGEST,
            description=COLUMNS_ASKED,
            json_schema_extra={"pattern": f"^({_KEYS})(,({_KEYS}))*$"},
        ),
    ] = None,
    filers: Annotated[
        str | None,
        Query(
            max_length=_LONGEST, description=FILERS_ASKED, json_schema_extra={"pattern": "^[^,]+(,[^,]+)*$"}
        ),
    ] = None,
) -> Series:
    return Series(by, chosen(asked, columns, filers), f"{by} {columns} {filers}")


AskedSeries = Annotated[Series, Depends(asked_series)]
