"""`paicha audit diff`: why two reports differ, to the last event."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl

from cyclopts import Parameter
from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.campaign import only_campaign
from deploy.cli.causes import CAUSES
from deploy.cli.gateway import Gateway, gateway
from deploy.cli.terminal import console, say, say_json
from deploy.embedded.refusal import Refusal
from services.reporting.forms.documents.wording import origin, spoken
from shared.characters import shown

_ROLE = "auditor"
_WIDE = 200
_FEW = 5
_COLUMNS = ("对象 subject", "增减 ±", "原因 cause", "事件 event", "发生 occurred", "记录 recorded")


def diff(
    a: Annotated[str, Parameter(name="a")],
    b: Annotated[str, Parameter(name="b")],
    /,
    *,
    filer: str | None = None,
    column: str | None = None,
    campaign: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """Cell by cell, what each event, the cut-off and the policy add or take away. Ends with 1 where the two
    reports differ in what is shown.

    Parameters
    ----------
    a
        A report as addresses name it: annex-3?occurred_until=2024-12-14T18:00:00+08:00&policy=1. Without an
        annex, both forms: ?positions=registry:120,hazards:940. Nothing after the ? is the report of now. What
        was signed: ?submission=3-d-chanye-1, of its filer's cells alone, on the other side too.
    b
        The other one, likewise.
    filer
        Only its cells, or total:sum, total:distinct, uncredited.
    column
        Only this column; with a filer every part is listed, otherwise the first few of each cell.
    campaign
        Where there are several.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON, all pages as one.
    """
    service = gateway(data, _ROLE)
    named = campaign or only_campaign(service)
    whole = _whole(service, {"a": _report(a, named), "b": _report(b, named)})
    cells = [cell for cell in whole["cells"] if filer in (None, cell["filer"])]
    answer = whole | {"cells": [cell for cell in cells if column in (None, cell["column"])]}
    if json:
        say_json(answer)
    else:
        _print(answer, None if filer and column else _FEW)
    return 1 if any(cell["from"] != cell["to"] for cell in answer["cells"]) else 0


def _report(written: str, campaign: str) -> dict[str, str]:
    annex, _, query = written.partition("?")
    try:
        said = parse_qsl(query, strict_parsing=True, keep_blank_values=True) if query else []
        asked = dict(said)
        if len(asked) < len(said):
            raise ValueError("said twice")
    except ValueError:
        raise Refusal(
            f"“{written}”不是报表名称，应如 annex-3?occurred_until=2024-12-14T18:00:00+08:00。",
            f"“{written}” names no report; write annex-3?occurred_until=2024-12-14T18:00:00+08:00.",
            usage=True,
        ) from None
    return {"campaign": campaign} | ({"annex": annex} if annex else {}) | asked


def _whole(service: Gateway, asked: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """All pages as one: those after the first are asked at its positions."""
    answer: dict[str, Any] = service.post("/reporting/diff", dict(asked)).json()
    fixed = {side: _fixed(asked[side], answer[side]["positions"]) for side in ("a", "b")}
    cells = {_key(cell): cell for cell in answer["cells"]}
    after = answer.pop("next", None)
    while after is not None:
        page = service.post("/reporting/diff", {**fixed, "after": after}).json()
        for cell in page["cells"]:
            if _key(cell) in cells:
                cells[_key(cell)]["parts"] += cell["parts"]
            else:
                cells[_key(cell)] = cell
        after = page.get("next")
    return answer | {"cells": list(cells.values())}


def _fixed(report: Mapping[str, str], positions: Mapping[str, int]) -> dict[str, Any]:
    if "submission" in report:
        return dict(report)
    kept = {name: value for name, value in report.items() if name != "recorded_until"}
    return {**kept, "positions": positions}


def _key(cell: Mapping[str, Any]) -> tuple[str, str, str]:
    return cell["annex"], cell["filer"], cell["column"]


def _print(answer: Mapping[str, Any], most: int | None) -> None:
    """Of each cell at most so many parts."""
    say(f"A {origin(answer['a'], None)}")
    say(f"B {origin(answer['b'], None)}")
    if not answer["cells"]:
        say("没有差异。 No difference.")
    terminal = console()
    wide = terminal if terminal.is_terminal else console(width=_WIDE)
    for cell in answer["cells"]:
        wide.print(Text(shown(f"{' '.join(_key(cell))}: {cell['from']} → {cell['to']}；{_causes(cell)}")))
        table = Table(*_COLUMNS, box=box.SIMPLE)
        for part in cell["parts"][:most]:
            for row in _rows(part):
                table.add_row(*(Text(shown(each)) for each in row))
        if (more := len(cell["parts"]) - len(cell["parts"][:most])) > 0:
            table.add_row(f"… 另 {more} 项 {more} more: --filer, --column")
        wide.print(table)


def _causes(cell: Mapping[str, Any]) -> str:
    """In all, what each adds and takes away: counts, or fen."""
    return "，".join(
        f"{CAUSES[cause]} {sums['plus']:+d} {sums['minus']:+d}" for cause, sums in cell["causes"].items()
    )


def _rows(part: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The subject once, then each event."""
    subject = f"{part['subject']['kind']} {part['subject']['id']}"
    head = (subject, f"{part['weight']:+d}", CAUSES[part["cause"]])
    for event in part["events"] or [None]:
        yield *head, *(("", "", "") if event is None else _event(event))
        head = ("", "", "")


def _event(event: Mapping[str, Any]) -> tuple[str, str, str]:
    named = f"{event['log']} {event['position']} {event['type']}"
    return named, spoken(event["occurred"]), spoken(event["recorded"])
