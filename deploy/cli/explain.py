"""`paicha audit explain`: what is behind a cell, to the last event."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.campaign import only_campaign
from deploy.cli.documents import refuse_on_terminal, write_document
from deploy.cli.gateway import Gateway, gateway, segment
from deploy.cli.terminal import console, say, say_json
from deploy.embedded.refusal import Refusal
from services.reporting.forms.documents.wording import origin, spoken
from shared.characters import shown

_ROLE = "auditor"
_PAGE = 1000
_WIDE = 200
_COLUMNS = ("对象 subject", "计 counts", "事件 event", "发生 occurred", "记录 recorded", "录入 entered by")


def explain(
    form: Annotated[Literal["annex-3", "annex-4"], Parameter(name="form")],
    filer: Annotated[str, Parameter(name="filer")],
    column: Annotated[str, Parameter(name="column")],
    /,
    *,
    occurred_until: str | None = None,
    recorded_until: str | None = None,
    positions: str | None = None,
    policy: str | None = None,
    submission: str | None = None,
    campaign: str | None = None,
    data: Path | None = None,
    json: bool = False,
    format: Literal["table", "xlsx"] = "table",  # noqa: A002 - as `paicha report` has it
    out: Path | None = None,
) -> None:
    """Every subject counted in a cell, with the events that put it there; as xlsx in words (明细台账).

    Parameters
    ----------
    form
        annex-3 (departments) or annex-4 (villages and communities).
    filer
        The filer's id, or total:sum, total:distinct, uncredited.
    column
        The column's key, as `paicha report --format json` has it: hazards_found.
    occurred_until
        Count what occurred before this moment, with offset: 2025-01-14T18:00:00+08:00.
    recorded_until
        As recorded before this moment, with offset, whatever was recorded or corrected since.
    positions
        As recorded at these positions: registry:120,hazards:940; instead of --recorded-until.
    policy
        A version of the counting policy, unless the campaign's own.
    submission
        By the number of a submission, instead of all of these: 3-d-chanye-1.
    campaign
        Where there are several.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON, all pages as one.
    format
        table, or xlsx: a line for each that counts, to read and to print.
    out
        File to write the xlsx to, unless the output goes to another program.
    """
    _refuse_what_does_not_fit(format, out, json=json)
    service = gateway(data, _ROLE)
    named = campaign or only_campaign(service)
    path = f"/reporting/campaigns/{segment(named)}/{form}/cells/{segment(filer)}/{segment(column)}"
    times = {"occurred_until": occurred_until, "recorded_until": recorded_until, "positions": positions}
    asked = {**times, "policy": policy, "submission": submission}
    if format == "xlsx":
        write_document(service.get(f"{path}.xlsx", **asked).content, out)
    else:
        _tell(_whole(service, path, asked), json=json)


def _refuse_what_does_not_fit(written_as: str, out: Path | None, *, json: bool) -> None:
    if written_as == "xlsx" and not json:
        refuse_on_terminal(written_as, out)
    elif written_as == "xlsx" or out is not None:
        raise Refusal(
            "--out 只用于 --format xlsx，且不与 --json 同用。",
            "--out is for --format xlsx, which is not for use with --json.",
            usage=True,
        )


def _tell(answer: Mapping[str, Any], *, json: bool) -> None:
    if json:
        say_json(answer)
        return
    say(_heading(answer))
    listed(answer["subjects"])


def _whole(service: Gateway, path: str, asked: Mapping[str, str | None]) -> dict[str, Any]:
    """All pages as one: those after the first are asked at its positions."""
    answer: dict[str, Any] = service.get(path, **asked, limit=str(_PAGE)).json()
    at = ",".join(f"{log}:{position}" for log, position in answer["positions"].items())
    fixed = asked if asked["submission"] else {**asked, "recorded_until": None, "positions": at}
    after = answer.pop("next", None)
    while after is not None:
        page = service.get(path, **fixed, limit=str(_PAGE), after=after).json()
        answer["subjects"] += page["subjects"]
        after = page.get("next")
    return answer


def _heading(answer: Mapping[str, Any]) -> str:
    cell = f"{answer['annex']} {answer['filer']} {answer['column']} = {answer['value']}"
    return f"{cell}；{origin(answer, None)}"


def listed(subjects: Sequence[Mapping[str, Any]]) -> None:
    """Each with the events that put it there."""
    terminal = console()
    (terminal if terminal.is_terminal else console(width=_WIDE)).print(_table(subjects))


def _table(subjects: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(*_COLUMNS, box=box.SIMPLE)
    for subject in subjects:
        for row in _rows(subject):
            table.add_row(*(Text(shown(each)) for each in row))
    return table


def _rows(subject: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The subject once, then each event; those that could stand for one of them in brackets."""
    head = (f"{subject['kind']} {subject['id']}", str(subject["weight"]))
    for event in subject["events"]:
        yield *head, *_event(event, "{}")
        head = ("", "")
    for event in subject["also"]:
        yield *head, *_event(event, "（{}）")


def _event(event: Mapping[str, Any], written: str) -> tuple[str, ...]:
    named = written.format(f"{event['log']} {event['position']} {event['type']}")
    return (
        named,
        spoken(event["occurred"]),
        spoken(event["recorded"]),
        f"{event['actor']} / {event['organisation']}",
    )
