"""What stands beneath a printed form: what the filer says, what concerns the sheet, warnings in short."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.checks import UNGRADED, ungraded
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.documents.wording_changes import lines_of_changes
from services.reporting.forms.documents.wording_signed import remark
from services.reporting.forms.documents.wording_stale import lines_of_stale


def notes_beneath(document: Mapping[str, Any], signed: Signed | None) -> Iterator[str]:
    yield from lines_of_stale(document)
    if signed is not None:
        yield from map(remark, signed.remarks)
        yield from signed.notes
    rows = {row["filer"]["id"]: row for row in document["rows"]}
    warnings: Sequence[Mapping[str, Any]] = document["warnings"]
    concerned = [rows[one["filer"]] for one in warnings if one["code"] == UNGRADED]
    without_grade = [row for row in concerned if row["cells"] is not None]
    others = [one for one in warnings if one["code"] != UNGRADED]
    of_one = len(rows) == 1 and "totals" not in document
    said = [
        one["zh"] if of_one or one["filer"] is None else f"{rows[one['filer']]['filer']['name']}：{one['zh']}"
        for one in others
    ]
    if without_grade:
        said.insert(0, _of_ungraded(without_grade, of_one=of_one))
    if said:
        yield "提示：" + "".join(said)
    yield from lines_of_changes(document)


def _of_ungraded(rows: Sequence[Mapping[str, Any]], *, of_one: bool) -> str:
    """In one sentence: on a sheet of the town almost every filer has some."""
    numbers = [ungraded(row["cells"]) for row in rows]
    total = f"另有{sum(numbers)}家尚未分级，未计入红橙黄蓝"
    if of_one:
        return f"{total}。"
    each = "、".join(f"{row['filer']['name']}{number}家" for row, number in zip(rows, numbers, strict=True))
    return f"{total}：{each}。"
