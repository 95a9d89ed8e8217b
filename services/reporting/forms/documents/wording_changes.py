"""较上期 and 整改率 in words, beneath a form: its cells stay as they were counted, or signed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.changes import RATES
from services.reporting.forms.documents.decimals import in_percent

Row = Mapping[str, Any]
_NO_CHANGE, _NOTHING_BEFORE = "无变化", "此前没有报送"
_RATE_NAMES = {"hazards": "隐患", "major": "其中重大隐患"}


def lines_of_changes(document: Mapping[str, Any], between: str = "；") -> Iterator[str]:
    """Nothing where they were not asked for. One filer in a sentence, several one after the other."""
    rows: Sequence[Row] = [row for row in document["rows"] if "rectification_rate" in row]
    if not rows:
        return
    names = _names(document["columns"])
    if len(document["rows"]) == 1 and "totals" not in document:
        yield from _of_one(rows[0], names)
        return
    since: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        since[f"较{row['changes']['since']['name']}" if "changes" in row else ""].append(row)
    for report, compared in since.items():
        if report:
            yield f"{report}：{between.join(f'{_name(row)} {_moved(row, names)}' for row in compared)}。"
        else:
            yield f"{_NOTHING_BEFORE}：{'、'.join(map(_name, compared))}。"
    each = (f"{_name(row)} {'／'.join(_per_cent(row, key) for key in RATES)}" for row in rows)
    yield f"整改率（{'／'.join(_RATE_NAMES.values())}）：{between.join(each)}。"


def _of_one(row: Row, names: Mapping[str, str]) -> Iterator[str]:
    if "changes" in row:
        since = row["changes"]["since"]
        yield f"较{since['name']}回执号 {since['number']}：{_moved(row, names)}。"
    else:
        yield f"较上期：{_NOTHING_BEFORE}。"
    rates = (f"{name} {_per_cent(row, key)}" for key, name in _RATE_NAMES.items())
    yield f"整改率：{'，'.join(rates)}。"


def _moved(row: Row, names: Mapping[str, str]) -> str:
    cells: Mapping[str, str] = row["changes"]["cells"]
    moved = [names[key].format(cells[key]) for key in names if cells.get(key, "0") != "0"]
    return "、".join(moved) if moved else _NO_CHANGE


def _names(columns: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By key: what a column is called (two are called 排查), a place for the change, and its unit."""
    labels = Counter(column["label"] for column in columns)
    named = {}
    for column in columns:
        name, _, unit = column["label"].partition("（")
        above = column["path"][-1] if labels[column["label"]] > 1 else ""
        named[column["key"]] = f"{above}{name}{{}}{unit.removesuffix('）')}"
    return named


def _per_cent(row: Row, key: str) -> str:
    return in_percent(row["rectification_rate"][key])


def _name(row: Row) -> str:
    name: str = row["filer"]["name"]
    return name
