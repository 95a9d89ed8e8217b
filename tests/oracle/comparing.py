"""A form as the reporting API answers it, beside the independent figures."""

import re
from typing import Any

from tests.oracle.figures import Annex


def differences(answer: dict[str, Any], expected: Annex) -> list[str]:
    """Every cell, total and warning in which the two are not the same."""
    found = {row["filer"]["id"]: row["cells"] for row in answer["rows"]}
    wrong = [
        f"{filer} {column}: {found.get(filer, {}).get(column)!r} instead of {value!r}"
        for filer, row in expected.rows.items()
        for column, value in row.items()
        if found.get(filer, {}).get(column) != value
    ]
    wrong += [f"row of nobody: {filer}" for filer in found if filer not in expected.rows]
    for name, totals in (("sum", expected.sum), ("distinct", expected.distinct)):
        given = answer["totals"][name]
        wrong += [
            f"{name} {column}: {given.get(column)!r} instead of {value!r}"
            for column, value in totals.items()
            if given.get(column) != value
        ]
    columns = [column["key"] for column in answer["columns"]]
    if [key for key in columns if key != "filer"] != list(expected.sum):
        wrong.append(f"columns: {columns}")
    if bool(expected.uncredited) != any(each["code"] == "uncredited" for each in answer["warnings"]):
        wrong.append(f"{expected.uncredited} acts are uncredited: {answer['warnings']}")
    return wrong + _ungraded(answer["warnings"], expected)


def _ungraded(warnings: list[dict[str, Any]], expected: Annex) -> list[str]:
    """The number of units without a colour stands in the message."""
    told = {each["filer"]: each["message"] for each in warnings if each["code"] == "ungraded_units"}
    if set(told) != set(expected.ungraded):
        return [f"ungraded: {sorted(told)} instead of {sorted(expected.ungraded)}"]
    return [
        f"ungraded {filer}: {told[filer]!r} instead of {count}"
        for filer, count in expected.ungraded.items()
        if str(count) not in re.findall(r"\d+", told[filer])
    ]
