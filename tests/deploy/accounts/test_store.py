"""The accounts' file: never half-written, one writer at a time, for whom it was before."""

import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.store import Accounts, change, ensure_accounts, read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from tests.deploy.users import as_root


def account(login: str, **more: object) -> PersonalAccount:
    details = {"login": login, "name": "演示", "role": "leader", "township": "500112143", "password": "x"}
    return PersonalAccount.model_validate(details | more)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    return folder


def add(path: Path, login: str) -> None:
    change(DataFolder(path), lambda accounts: accounts.with_accounts(account(login)))


def test_what_is_kept_is_read(folder: DataFolder) -> None:
    assert read_accounts(folder) == Accounts()
    held = account("a@d", starts="2024-01-01", until="2024-12-31", organisation="v-dasheng", stand_in=True)
    change(folder, lambda accounts: accounts.with_accounts(held))
    assert read_accounts(folder).accounts == (held,)
    assert stat.S_IMODE(folder.accounts.stat().st_mode) == 0o600


def test_no_change_writes_nothing(folder: DataFolder) -> None:
    add(folder.path, "a@d")
    before = folder.accounts.stat()
    change(folder, lambda accounts: accounts)
    add(folder.path, "a@d")
    assert folder.accounts.stat().st_ino == before.st_ino


def test_what_is_refused_changes_nothing(folder: DataFolder) -> None:
    add(folder.path, "a@d")

    def refusing(accounts: Accounts) -> Accounts:
        accounts.with_accounts(account("b@d"))
        raise Refusal("不", "no")

    with pytest.raises(Refusal):
        change(folder, refusing)
    assert [each.login for each in read_accounts(folder).accounts] == ["a@d"]
    add(folder.path, "c@d")


def test_many_writers_at_once_lose_nothing(folder: DataFolder) -> None:
    logins = [f"p{number}@d" for number in range(24)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.starmap(add, [(folder.path, login) for login in logins], chunksize=1)
    assert sorted(each.login for each in read_accounts(folder).accounts) == sorted(logins)


KILLED = """
import os, signal, sys
from pathlib import Path
from deploy.embedded.accounts.store import change
from deploy.embedded.folder import DataFolder
from tests.deploy.accounts.test_store import account

real = os.fsync
def killed(descriptor):
    os.truncate(descriptor, os.fstat(descriptor).st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
change(DataFolder(Path(sys.argv[1])), lambda accounts: accounts.with_accounts(account("b@d")))
"""


def test_killed_in_the_middle_of_a_write(folder: DataFolder) -> None:
    """Half of the new file was on the disk; the old one holds, and the next writer is not hindered."""
    add(folder.path, "a@d")
    killed = subprocess.run([sys.executable, "-c", KILLED, folder.path], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (folder.issuer / "accounts.json.new").exists(), "it was killed while it wrote"
    assert [each.login for each in read_accounts(folder).accounts] == ["a@d"]
    add(folder.path, "c@d")
    assert [each.login for each in read_accounts(folder).accounts] == ["a@d", "c@d"]


def test_killed_at_any_moment_the_file_is_whole(folder: DataFolder, seed: int) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.deploy.accounts.test_store import add\n"
        "print('ready', flush=True)\n"
        "for number in range(10**6): add(Path(sys.argv[1]), f'{sys.argv[2]}-{number}@d')"
    )
    for turn in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, folder.path, str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(0.2 + (seed % 97) / 500)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        logins = [each.login for each in read_accounts(folder).accounts]
        numbers = [login for login in logins if login.startswith(f"{turn}-")]
        assert numbers == [f"{turn}-{number}@d" for number in range(len(numbers))]
        assert numbers
        seed //= 7


def test_a_damaged_file_is_said_and_left_as_it_is(folder: DataFolder) -> None:
    folder.accounts.write_text('{"version": 2}', "utf-8")
    with pytest.raises(Refusal, match="restore it from a backup"):
        add(folder.path, "a@d")
    assert folder.accounts.read_text("utf-8") == '{"version": 2}'


def test_the_first_town_is_settled_once(folder: DataFolder) -> None:
    for township in ("500112143", "500112999"):
        ensure_accounts(folder, township)
    assert json.loads(folder.accounts.read_text("utf-8"))["first_township"] == "500112143"
    change(folder, lambda accounts: accounts.with_accounts(account("a@d")))
    assert read_accounts(folder).first_township == "500112143"


@as_root
def test_root_writes_for_whom_it_was(folder: DataFolder) -> None:
    """The issuer's own user goes on reading it."""
    add(folder.path, "a@d")
    os.chown(folder.accounts, 60603, 60603)
    add(folder.path, "b@d")
    status = folder.accounts.stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (60603, 0o600)


@as_root
def test_no_right_to_it_is_said(folder: DataFolder) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.deploy.accounts.test_store import add\n"
        "os.setuid(65534)\nadd(Path(sys.argv[1]), 'a@d')"
    )
    refused = subprocess.run(
        [sys.executable, "-c", code, folder.path], capture_output=True, text=True, check=False
    )
    assert "run it as the owner of the data folder" in refused.stderr
