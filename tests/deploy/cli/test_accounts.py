"""`paicha accounts` as an operator runs it: what is printed, what is kept, and exit codes."""

import csv
import json
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.passwords import matches
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.running import Address, write_address
from tests.deploy.accounts.tables import csv_file, person, xlsx
from tests.deploy.issuer.clients import cheap_passwords, hash_kept

PASSWORD = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")
Paicha = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    write_address(folder, Address("http://127.0.0.1:8080", "", "http://127.0.0.1:8080/issuer"))
    return folder


@pytest.fixture
def paicha(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> Paicha:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["accounts", *map(str, arguments), "--data", str(folder.path)])
        return code, *capsys.readouterr()

    return call


def added(paicha: Paicha, login: str = "zhang@dasheng", **more: str) -> dict[str, Any]:
    options = {"name": "演示甲", "role": "reporter", "organisation": "v-dasheng"} | more
    words = [word for option, value in options.items() for word in (f"--{option}", value)]
    code, out, err = paicha("add", login, *words, "--json")
    assert code == 0, err
    told: dict[str, Any] = json.loads(out)
    return told


def test_add_shows_the_password_once(paicha: Paicha, folder: DataFolder) -> None:
    code, out, err = paicha(
        "add", "Zhang@Dasheng", "--name", "演示甲", "--office", "安全员", "--role", "reporter",
        "--organisation", "v-dasheng", "--from", "2024-11-15", "--until", "2025年2月28日", "--stand-in",
    )  # fmt: skip
    assert code == 0
    login, password, name = out.split()
    assert (login, name) == ("zhang@dasheng", "演示甲")
    assert "首次密码" in err, "what it is for, beside what is piped"
    assert password not in err
    (account,) = read_accounts(folder).accounts
    assert matches(password, account.password)
    kept = b"".join(path.read_bytes() for path in folder.path.rglob("*") if path.is_file())
    assert password.encode() not in kept
    _, listed, _ = paicha("list", "--json")
    assert json.loads(listed) == {
        "accounts": [
            {
                "login": "zhang@dasheng", "name": "演示甲", "office": "安全员", "role": "reporter",
                "township": "500112143", "organisation": "v-dasheng", "from": "2024-11-15",
                "until": "2025-02-28", "stand_in": True, "head": False, "disabled": False,
                "password_is": "first", "last_reset": None,
            }
        ]
    }  # fmt: skip


def test_list_for_people(paicha: Paicha) -> None:
    assert "没有账号" in paicha("list")[1]
    added(paicha)
    added(paicha, "b@d", until="2020-12-31", name="演示[red]乙")
    paicha("disable", "zhang@dasheng")
    lines = [line.split() for line in paicha("list")[1].splitlines() if "@" in line]
    assert [(line[0], line[1], line[-1]) for line in lines] == [
        ("zhang@dasheng", "演示甲", "停用"),
        ("b@d", "演示[red]乙", "已到期"),
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"role": "mayor"}, "no role “mayor”"),
        ({"organisation": "v-nowhere"}, "no organisation of 500112143"),
        ({"until": "2024-02-30"}, "is no date"),
        ({"name": "演示 13812345678"}, "no telephone"),
        ({"township": "500112999"}, "no township “500112999”; loaded are 500112143"),
        ({"colour": "red"}, ""),
    ],
)
def test_add_what_makes_no_sense(
    paicha: Paicha, folder: DataFolder, more: dict[str, str], words: str
) -> None:
    options = {"name": "演示甲", "role": "reporter", "organisation": "v-dasheng"} | more
    code, out, err = paicha(
        "add", "a@d", *[word for one in options.items() for word in (f"--{one[0]}", one[1])]
    )
    assert code == 2
    assert words in err
    assert read_accounts(folder).accounts == ()
    assert PASSWORD.search(out + err) is None


def test_a_login_is_had_once(paicha: Paicha, folder: DataFolder) -> None:
    added(paicha)
    code, _, err = paicha("add", "ZHANG@dasheng", "--name", "演示乙", "--role", "leader")
    assert code == 2
    assert "已有账号“zhang@dasheng”" in err
    assert [account.name for account in read_accounts(folder).accounts] == ["演示甲"]


def test_reset_and_disable(paicha: Paicha, folder: DataFolder) -> None:
    first = added(paicha)["password"]
    keeping.choose(folder, "zhang@dasheng", hash_kept(folder, "zhang@dasheng"), "a long one of my own")
    second = json.loads(paicha("reset", "Zhang@dasheng", "--json")[1])["password"]
    (account,) = read_accounts(folder).accounts
    assert matches(second, account.password)
    assert not matches(first, account.password)
    assert account.password_is == "first"
    assert account.last_reset is not None
    assert account.last_reset.by == "", "on the server itself"
    for undo, disabled in (((), True), ((), True), (("--undo",), False)):
        code, out, _ = paicha("disable", "zhang@dasheng", *undo, "--json")
        assert (code, json.loads(out)) == (0, {"login": "zhang@dasheng", "disabled": disabled})
        (now,) = read_accounts(folder).accounts
        assert (now.details(), now.password, now.disabled) == (account.details(), account.password, disabled)
    for command in ("reset", "disable"):
        code, out, err = paicha(command, "nobody@dasheng")
        assert (code, out) == (2, "")
        assert "没有账号“nobody@dasheng”" in err


def test_import_and_again(paicha: Paicha, folder: DataFolder, tmp_path: Path) -> None:
    rows = [
        person("a@d", "演示甲"),
        person("b@d", "演示乙", AB岗="B"),
        person("c@d", "演示丙", 止="2025-02-28"),
    ]
    code, out, _ = paicha("import", xlsx(tmp_path / "a.xlsx", *rows))
    assert code == 0
    *people, summary = out.splitlines()
    assert summary == "新增 new 3 · 变更 changed 0 · 未变 unchanged 0"
    for line, (login, name) in zip(
        people, [("a@d", "演示甲"), ("b@d", "演示乙"), ("c@d", "演示丙")], strict=True
    ):
        account = read_accounts(folder).of(login)
        assert account is not None
        assert line.split()[0::2] == [login, name]
        assert matches(line.split()[1], account.password)
    before = folder.accounts.read_bytes()
    code, out, _ = paicha("import", csv_file(tmp_path / "a.csv", *rows, encoding="gb18030"))
    assert (code, out) == (0, "新增 new 0 · 变更 changed 0 · 未变 unchanged 3\n")
    assert folder.accounts.read_bytes() == before


def test_import_all_or_nothing(paicha: Paicha, folder: DataFolder, tmp_path: Path) -> None:
    added(paicha, "c@d")
    before = folder.accounts.read_bytes()
    file = csv_file(
        tmp_path / "a.csv", person("a@d"), person("b@d", 起="2024-02-30"), person("a@d", 单位="x")
    )
    code, out, err = paicha("import", file, "--passwords", tmp_path / "passwords.csv")
    assert (code, out) == (1, "")
    *mistakes, last = err.splitlines()
    assert [line.split("：")[0] for line in mistakes] == ["第 3 行", "第 4 行", "第 4 行"]
    assert "Nothing was imported" in last
    told = json.loads(paicha("import", file, "--json")[1])["mistakes"]
    assert [mistake["row"] for mistake in told] == [3, 4, 4]
    passed_on = csv_file(tmp_path / "b.csv", person("a@d"), person("c@d", "演示丁"))
    code, _, err = paicha("import", passed_on)
    assert code == 1
    assert "第 3 行：账号 c@d 已属于 500112143 的演示甲" in err
    assert folder.accounts.read_bytes() == before
    assert not (tmp_path / "passwords.csv").exists()


@pytest.mark.parametrize(("name", "code"), [("none.csv", 2), ("a.txt", 2), ("a.csv", 1)])
def test_import_of_no_table(paicha: Paicha, tmp_path: Path, name: str, code: int) -> None:
    if name != "none.csv":
        (tmp_path / name).write_text("", "utf-8")
    told = paicha("import", tmp_path / name)
    assert told[0] == code
    assert told[2].count("\n") == 1


def test_passwords_into_a_file_of_ones_own(paicha: Paicha, folder: DataFolder, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords.csv"
    file = csv_file(tmp_path / "a.csv", person("a@d", "演示甲"), person("b@d", "演示乙"))
    code, out, err = paicha("import", file, "--passwords", passwords)
    assert code == 0
    assert PASSWORD.search(out + err) is None
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    heading, *rows = csv.reader(passwords.read_text("utf-8-sig").splitlines())
    assert heading == ["账号", "姓名", "密码"]
    for login, _, password in rows:
        account = read_accounts(folder).of(login)
        assert account is not None
        assert matches(password, account.password)
    # Nothing new: no file. One that is there is never written over.
    again = tmp_path / "again.csv"
    assert paicha("import", file, "--passwords", again)[0] == 0
    assert not again.exists()
    before = (passwords.read_bytes(), folder.accounts.read_bytes())
    for command in (("import", file), ("reset", "a@d")):
        code, _, err = paicha(*command, "--passwords", passwords)
        assert code == 2
        assert "is there already" in err
    assert (passwords.read_bytes(), folder.accounts.read_bytes()) == before
    code, out, _ = paicha("reset", "a@d", "--passwords", again, "--json")
    assert (code, json.loads(out)) == (0, {"login": "a@d"})
    assert len(again.read_text("utf-8-sig").splitlines()) == 2


def test_a_folder_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["accounts", "list", "--data", str(tmp_path)]) == 1
    assert "no data folder of paicha" in capsys.readouterr().err


def test_two_operators_at_once(folder: DataFolder, tmp_path: Path) -> None:
    """Processes of their own, as on two terminals; one of them imports."""
    table = csv_file(tmp_path / "a.csv", *[person(f"t{number}@d") for number in range(5)])
    commands = (
        [["add", f"p{number}@d", "--name", "演示甲", "--role", "leader"] for number in range(3)]
        + [["add", "same@d", "--name", "演示甲", "--role", "leader"]] * 2
        + [["import", str(table)]]
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "deploy.cli", "accounts", *command, "--data", folder.path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for command in commands
    ]  # fmt: skip
    told = [process.communicate()[0] for process in running]
    codes = [process.returncode for process in running]
    assert codes[:3] == [0] * 3
    assert sorted(codes[3:5]) == [0, 2], "one of the two got the login"
    assert codes[5] == 0
    accounts = read_accounts(folder)
    logins = ["p0@d", "p1@d", "p2@d", "same@d", *[f"t{number}@d" for number in range(5)]]
    assert sorted(account.login for account in accounts.accounts) == logins
    shown = [line.split()[:2] for out in told for line in out.splitlines() if "@" in line]
    assert len(shown) == 9
    for login, password in shown:
        account = accounts.of(login)
        assert account is not None
        assert matches(password, account.password)
