"""`paicha dead-letters`: messages that intake could not handle: look, try again, put aside with a reason."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from cyclopts import App
from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.terminal import console, say, say_field, say_json
from shared.bus.permissions import INTAKE_OF
from shared.characters import shown

app = App(name="dead-letters", help="未能处理的消息 Messages that could not be handled")

_ROLE = "operator"
_PAGE = 500
_WIDE = 200
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
    services = INTAKE_OF if service is None else (service,)
    letters = [{"service": each, **letter} for each in services for letter in _letters(of, each, state)]
    if json:
        say_json({"dead_letters": letters})
    elif letters:
        terminal = console()
        (terminal if terminal.is_terminal else console(width=_WIDE)).print(_table(letters))
        say("查看 next: paicha dead-letters show SERVICE NUMBER")
    else:
        say("没有死信。 None.")


@app.command
def show(service: Service, number: int, /, *, data: Path | None = None, json: bool = False) -> None:
    """Show one with the beginning of the message.

    Parameters
    ----------
    service
        registry or hazards.
    number
        As `list` shows it.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    letter = gateway(data, _ROLE).get(f"/{service}/dead-letters/{number}").json()
    if json:
        say_json(letter)
        return
    for name, value in letter.items():
        if value is not None:
            say_field(name, value)


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
