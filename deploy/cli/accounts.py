"""`paicha accounts`: the people who sign in at the embedded issuer, one account each."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich import box
from rich.table import Table

from deploy.cli.new_passwords import handed_to, say_passwords
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import console, say, say_json, warn
from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.account import CHOSEN, FIRST, PRINTED, PersonalAccount
from deploy.embedded.accounts.importing import Mistaken, read_rows
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.accounts.table import read_table
from deploy.embedded.accounts.told import Told, as_written, details_of
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.town import read_towns, town_of
from deploy.embedded.running import last_address
from shared.characters import shown

app = App(name="accounts", help="人员账号 Accounts of people")

_WIDE = 200
_PASSWORDS = {FIRST: "首次", PRINTED: "旧版", CHOSEN: "本人"}
_COLUMNS = ("账号", "姓名", "职务", "角色", "镇街", "单位", "起", "止", "AB岗", "负责人", "密码", "状态")


@app.command
def add(
    login: str,
    /,
    *,
    name: str,
    role: str,
    organisation: str = "",
    office: str = "",
    starts: Annotated[str, Parameter(name="--from")] = "",
    until: str = "",
    stand_in: Annotated[bool, Parameter(negative=())] = False,
    head: Annotated[bool, Parameter(negative=())] = False,
    township: str | None = None,
    passwords: Path | None = None,
    data: Path = DEFAULT,
    json: bool = False,
) -> None:
    """Make a person's account and show its first password once.

    Parameters
    ----------
    login
        The account's name with an @, as in zhang.san@dasheng. It is recorded with what the person does, and
        never passed on.
    name
        The person's name 姓名.
    role
        reporter, officer, safety_office, leader, auditor or operator.
    organisation
        For a reporter or an officer: the village or department it acts for.
    office
        The person's office 职务.
    starts
        First day or moment, in the town's time; from now on when left out.
    until
        Last day, or the moment it ends; for good when left out.
    stand_in
        The B of AB岗.
    head
        单位负责人 of the organisation: agrees to its reports where the campaign asks for it.
    township
        Code of the town; needed only where several are loaded.
    passwords
        A new file for the first password, in place of the terminal.
    data
        Folder of the deployment.
    json
        Print the account as JSON.
    """
    folder = _folder(data)
    said = "B" if stand_in else "A", "是" if head else ""
    told = Told(login, name, office, role, organisation, starts, until, *said)
    details = details_of(told, town_of(township, read_towns()))
    with handed_to(passwords) as hand:
        made = keeping.add(folder, details, hand)
    if json:
        secret = {} if passwords else {"password": made.password}
        say_json(details.model_dump(by_alias=True) | secret)
        return
    say_passwords([made], passwords)


@app.command(name="import")
def import_accounts(
    file: Path,
    /,
    *,
    township: str | None = None,
    passwords: Path | None = None,
    data: Path = DEFAULT,
    json: bool = False,
) -> int:
    """Make the accounts of a table, all or none; safe to repeat.

    The headings are 账号、姓名、职务、角色、单位、起、止、AB岗、负责人. An account that is there keeps its
    password and takes the rest from the table; one that is not in the table stays as it is.

    Parameters
    ----------
    file
        .xlsx, or .csv in UTF-8 or GB18030.
    township
        Code of the town; needed only where several are loaded.
    passwords
        A new file for the first passwords of new accounts, in place of the terminal.
    data
        Folder of the deployment.
    json
        Print what was done, or the mistakes, as JSON.
    """
    folder = _folder(data)
    town = town_of(township, read_towns())
    try:
        read = read_rows(read_table(file), town)
        progress = ProgressLine(len(read), "accounts")
        with handed_to(passwords) as hand:
            done = keeping.import_all(folder, read, hand, progress.show)
        progress.close()
    except Mistaken as mistaken:
        return _tell_mistakes(mistaken, json=json)
    if json:
        say_json(_done(done, with_passwords=passwords is None))
        return 0
    say_passwords(done.new, passwords)
    say(f"新增 new {len(done.new)} · 变更 changed {len(done.changed)} · 未变 unchanged {done.unchanged}")
    return 0


@app.command
def reset(login: str, /, *, passwords: Path | None = None, data: Path = DEFAULT, json: bool = False) -> None:
    """Give an account another first password and show it once.

    Parameters
    ----------
    login
        The account's name.
    passwords
        A new file for the first password, in place of the terminal.
    data
        Folder of the deployment.
    json
        Print it as JSON.
    """
    with handed_to(passwords) as hand:
        made = keeping.reset(_folder(data), as_written(login), hand)
    if json:
        say_json({"login": made.login} | ({} if passwords else {"password": made.password}))
        return
    say_passwords([made], passwords)


@app.command
def disable(
    login: str,
    /,
    *,
    undo: Annotated[bool, Parameter(negative=())] = False,
    data: Path = DEFAULT,
    json: bool = False,
) -> None:
    """Let nobody sign in with an account any more; what it recorded stays.

    Tokens that were given out are refused within seconds.

    Parameters
    ----------
    login
        The account's name.
    undo
        Let the person sign in again.
    data
        Folder of the deployment.
    json
        Print its state as JSON.
    """
    login = as_written(login)
    keeping.disable(_folder(data), login, disabled=not undo)
    if json:
        say_json({"login": login, "disabled": not undo})
        return
    say(f"{login} 已恢复，可以登录。 It may sign in again." if undo else f"{login} 已停用。 It is disabled.")


@app.command(name="list")
def list_accounts(*, data: Path = DEFAULT, json: bool = False) -> None:
    """List the accounts, without passwords.

    Parameters
    ----------
    data
        Folder of the deployment.
    json
        Print them as JSON.
    """
    accounts = read_accounts(_folder(data)).accounts
    if json:
        listed = [each.model_dump(by_alias=True, exclude={"password", "tokens_from"}) for each in accounts]
        say_json({"accounts": listed})
        return
    if not accounts:
        say("没有账号。 There are no accounts.")
        return
    terminal = console()
    (terminal if terminal.is_terminal else console(width=_WIDE)).print(_table(accounts))


def _folder(data: Path) -> DataFolder:
    """One that is a deployment's."""
    folder = DataFolder(data)
    last_address(folder)
    return folder


def _tell_mistakes(mistaken: Mistaken, *, json: bool) -> int:
    if json:
        say_json({"mistakes": [mistake._asdict() for mistake in mistaken.mistakes]})
        return 1
    for row, zh, en in mistaken.mistakes:
        warn(f"第 {row} 行：{zh} Row {row}: {en}")
    warn("没有导入任何账号，请更正后重新导入。 Nothing was imported: correct the table and import it again.")
    return 1


def _done(done: keeping.Imported, *, with_passwords: bool) -> dict[str, object]:
    shown_fields = ("login", "name", "password") if with_passwords else ("login", "name")
    new = [{field: getattr(one, field) for field in shown_fields} for one in done.new]
    return {"new": new, "changed": done.changed, "unchanged": done.unchanged}


def _table(accounts: Iterable[PersonalAccount]) -> Table:
    table = Table(*_COLUMNS, box=box.SIMPLE)
    now = datetime.now(UTC)
    for each in accounts:
        cells = (
            *(each.login, each.name, each.office, each.role, each.township, each.organisation or ""),
            *(each.starts or "", each.until or "", "B" if each.stand_in else "A"),
            *("是" if each.head else "", _PASSWORDS[each.password_is], each.state(now)),
        )
        table.add_row(*map(shown, cells))
    return table
