"""`paicha audit step`: event by event, which cells of the forms moved, from what to what, and why."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.archive_named import opened
from deploy.cli.causes import CAUSES
from deploy.cli.step_keys import HELP, wished, with_keys
from deploy.cli.terminal import say, say_json, warn
from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.wording import heading, spoken
from services.reporting.replaying.form import Asked
from services.reporting.replaying.step_document import step_document
from services.reporting.replaying.stepping import steps_of
from services.reporting.replaying.steps import Step

_FEW = 20
_MEMBERS = 3


def step(
    *,
    archive: Annotated[Path, Parameter(name="from")],
    at: str | None = None,
    count: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    campaign: str | None = None,
    township: str | None = None,
    occurred_until: str | None = None,
    policy: str | None = None,
    json: bool = False,
) -> None:
    """Go through an archive event by event: which cells of the forms moved, from what to what, and why.

    Parameters
    ----------
    archive
        Where the archive lies, or a folder of logs as `paicha audit derive --save` writes it.
    at
        Begin after these positions: registry:120,hazards:940; without it, at the first event.
    count
        So many events of the town; without it 20, and in a terminal one at a key.
    campaign
        Where there are several; likewise `--township`.
    occurred_until
        As a form counts what occurred before this moment; without it, in the campaign's whole window.
    policy
        A version of the counting policy; without it the campaign's own.
    json
        One JSON object a line and event.
    """
    times = {"positions": at, "occurred_until": occurred_until, "policy": policy}
    asked = Asked("annex-3", campaign, township, None, times)
    steps = iter(steps_of(opened(archive), asked))
    if json:
        for each in islice(steps, count or _FEW):
            say_json(step_document(each))
    elif count is None and with_keys():
        _with_keys(steps)
    else:
        for each in islice(steps, count or _FEW):
            _tell(each)


def _with_keys(steps: Iterator[Step]) -> None:
    warn(HELP)
    only_moves = False
    for each in steps:
        if only_moves and not each.moves:
            continue
        _tell(each)
        wish = wished()
        if wish == "end":
            return
        only_moves = wish == "next_move"


def _tell(step: Step) -> None:
    for line in _lines(step_document(step)):
        say(line)


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    subject = told["subject"]
    yield (
        f"{told['log']} {told['position']}  {told['type']}  {subject['kind']} {subject['id']}  "
        f"发生 occurred {spoken(told['occurred'])}  记录 recorded {spoken(told['recorded'])}  {told['actor']}"
    )
    for cell in told["cells"]:
        column = heading({"path": COLUMN[cell["column"]].path, "label": COLUMN[cell["column"]].label})
        yield (
            f"    {cell['annex']} {cell['filer']} {column}: {cell['from']} → {cell['to']}  "
            f"{CAUSES[cell['cause']]}  {_members(cell['members'])}"
        )
    if not told["cells"]:
        yield "    – 不影响任何数字 moves no cell"


def _members(members: Iterable[Mapping[str, Any]]) -> str:
    listed = [f"{each['kind']} {each['id']}" for each in members]
    more = len(listed) - _MEMBERS
    return "、".join(listed[:_MEMBERS]) + (f" … 另 {more} 个 {more} more" if more > 0 else "")
