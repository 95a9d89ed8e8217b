"""The answer: filers in their order."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.csv_text import CsvTable
from services.reporting.forms.documents.decimals import percentage
from services.reporting.forms.documents.filers import named_filer
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import FILER, UNTIL, spoken
from services.reporting.ranking.measures import RATES, label
from services.reporting.ranking.ranking import Ranked
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.json_types import JsonObject


def ranking_document(
    form: Form, organisations: Mapping[str, Organisation], by: str, in_order: Sequence[Ranked]
) -> JsonObject:
    return form.named() | {
        "by": by,
        "label": label(by),
        "first": "largest",
        "rows": [
            {"rank": each.rank, "filer": named_filer(each.filer, form.moment, organisations)}
            | _said(by, each)
            for each in in_order
        ],
    }


def _said(by: str, each: Ranked) -> JsonObject:
    if by not in RATES:
        return {"value": shown(COLUMN[by], each.score.numerator)}
    numerator, denominator = each.score
    value = percentage(numerator, denominator)
    return {"value": value, "numerator": numerator, "denominator": denominator}


def ranking_table(document: Mapping[str, Any]) -> CsvTable:
    until = spoken(document["occurred_until"])
    parts = {"numerator": "分子", "denominator": "分母"} if document["by"] in RATES else {}
    return CsvTable(
        [UNTIL, "名次", FILER, document["label"], *parts.values()],
        [
            [until, row["rank"], row["filer"]["name"], row["value"], *(row[part] for part in parts)]
            for row in document["rows"]
        ],
    )
