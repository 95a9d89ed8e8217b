"""`paicha dead-letters`: messages that intake could not handle: look, try again, put aside with a reason."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from cyclopts.validators import Number
from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.terminal import console, say, say_field, say_json
from shared.bus.users import INTAKE_OF
from shared.characters import shown

app = App(name="dead-letters", help="未能处理的消息 Messages that could not be handled")

_ROLE = "operator"
_PAGE = 500
_WIDE = 200
_IS_FULL = (
    "{service} “{publisher}” 的未处理死信已达上限，其后的只计数、不保存；请先处理或删除。 "
    "It has as many open letters as are kept: further ones are only counted. Decide on them, or remove them."
)
_COLUMNS = ("service", "number", "arrived", "publisher", "subject", "code", "state")
Service = Literal["registry", "hazards"]
State = Literal["open", "retried", "skipped", "all"]


@app.command(name="list")
def list_letters(
    *, service: Service | None = None, state: State = "open", data: Path | None = None, json: bool = False
) -> None:
    """List them, of one service or of both.

    Parameters
    ----------
    service
        registry or hazards; both when left out.
    state
        open, retried, skipped or all.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print them as JSON.
    """
    of = gateway(data, _ROLE)
    services = _services(service)
    letters = [{"service": each, **letter} for each in services for letter in _letters(of, each, state)]
    full = [{"service": each, "publisher": name} for each in services for name in _full(of, each)]
    if json:
        say_json({"dead_letters": letters, "full": full})
        return
    for account in full:
        say(_IS_FULL.format(**account))
    if letters:
        terminal = console()
        (terminal if terminal.is_terminal else console(width=_WIDE)).print(_table(letters))
        say("查看 next: paicha dead-letters show SERVICE NUMBER")
    else:
        say("没有死信。 None.")


@app.command
def remove(
    *,
    older_than: Annotated[int, Parameter(validator=Number(gte=0, lte=36_500))],
    publisher: str | None = None,
    service: Service | None = None,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """Remove those that arrived more than so many days ago, for good, decided on or not.

    Parameters
    ----------
    older_than
        Days; 0 removes all.
    publisher
        Only those of this publisher.
    service
        registry or hazards; both when left out.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print how many as JSON.
    """
    of = gateway(data, _ROLE)
    removed = {
        each: of.delete(f"/{each}/dead-letters", older_than_days=older_than, publisher=publisher).json()[
            "removed"
        ]
        for each in _services(service)
    }
    if json:
        say_json({"removed": removed})
    else:
        say("\n".join(f"{each}: 已删除 removed {number:,}" for each, number in removed.items()))


@app.command
def show(
    service: Service,
    number: int,
    /,
    *,
    reason: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """Show one; for a reason, which is put on record, with the beginning of the message.

    Parameters
    ----------
    service
        registry or hazards.
    number
        As `list` shows it.
    reason
        Why its content has to be looked at.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    letter = gateway(data, _ROLE).get(f"/{service}/dead-letters/{number}", reason=reason).json()
    if json:
        say_json(letter)
        return
    for name, value in letter.items():
        if value is not None:
            say_field(name, value)
    if reason is None:
        say("查看内容 to see what it says: --reason TEXT")


@app.command
def retry(service: Service, number: int, /, *, data: Path | None = None, json: bool = False) -> int:
    """Try it again, once what kept it from being handled is mended.

    Parameters
    ----------
    service
        registry or hazards.
    number
        As `list` shows it.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the new receipt as JSON.
    """
    receipt = gateway(data, _ROLE).post(f"/{service}/dead-letters/{number}/retry").json()
    if json:
        say_json(receipt)
    else:
        say(f"{receipt['outcome']} {receipt.get('code') or ''} {receipt.get('message') or ''}".rstrip())
    return 1 if receipt["outcome"] == "rejected" else 0


@app.command
def skip(
    service: Service, number: int, /, *, reason: str, data: Path | None = None, json: bool = False
) -> None:
    """Put it aside for good; the reason is kept with it.

    Parameters
    ----------
    service
        registry or hazards.
    number
        As `list` shows it.
    reason
        Why it needs no handling.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print what became of it as JSON.
    """
    decided = gateway(data, _ROLE).post(f"/{service}/dead-letters/{number}/skip", {"reason": reason}).json()
    if json:
        say_json(decided)
    else:
        say(f"{service} {number}: 已跳过 skipped")


def _services(service: Service | None) -> Sequence[str]:
    return INTAKE_OF if service is None else (service,)


def _full(of: Gateway, service: str) -> list[str]:
    """Publishers of whom further letters are only counted."""
    full: list[str] = of.get(f"/{service}/dead-letters", limit=1).json()["full"]
    return full


def _letters(of: Gateway, service: str, state: State) -> Iterable[dict[str, Any]]:
    after = 0
    while True:
        answer = of.get(
            f"/{service}/dead-letters", state=None if state == "all" else state, after=after, limit=_PAGE
        )
        page: list[dict[str, Any]] = answer.json()["dead_letters"]
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1]["number"]


def _table(letters: list[dict[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE)
    for name in _COLUMNS:
        table.add_column(name)
    for letter in letters:
        # What a stranger sent is neither markup nor anything that a terminal obeys.
        table.add_row(*(Text(shown(str(letter[name]))) for name in _COLUMNS))
    return table
