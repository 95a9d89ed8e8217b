"""Whose files are whose where root started the deployment: the issuer alone writes accounts."""

import stat
from pathlib import Path

import pytest

from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.owners import give_out, open_ways
from deploy.servers.identity import SERVICES_GROUP, identity
from shared.bus.users import REBUILD, SERVICES
from tests.deploy.issuer.clients import first_password, prepared
from tests.deploy.users import as_root, run_as

pytestmark = as_root
CHOOSING = """
import sys
from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from pathlib import Path
folder = DataFolder(Path({folder!r}))
(kept,) = read_accounts(folder).accounts
keeping.choose(folder, kept.login, kept.password, "a long one of my own")
print(read_accounts(folder).accounts[0].password_is)
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = prepared(tmp_path / "data")
    for user in (*SERVICES, REBUILD):
        folder.secret(user, "paicha_nats_password")
    first_password(folder)
    open_ways(folder)
    give_out(folder)
    return folder


def test_the_issuer_changes_accounts_and_services_hear_of_it(folder: DataFolder, tmp_path: Path) -> None:
    needs = folder.issuer, folder.recalled
    told = run_as(identity("issuer"), CHOOSING.format(folder=str(folder.path)), tmp_path, *needs)
    assert told == "chosen"
    reading = f"print(open({str(folder.recalled)!r}).read())"
    for service in ("registry", "inbox"):
        assert "zhang.san@dasheng" in run_as(identity(service), reading, tmp_path, *needs)
    for path in (folder.accounts, folder.issuer / "key.json", folder.seats):
        secret = f"open({str(path)!r})"
        assert "PermissionError" in run_as(identity("registry"), secret, tmp_path, *needs)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    # Root's commands go on, and leave them as they were.
    first_password(folder, "li@dasheng")
    give_out(folder)
    issuer = identity("issuer")
    assert issuer is not None
    status = folder.recalled.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (issuer.uid, SERVICES_GROUP, 0o640)
    assert len(read_accounts(folder).accounts) == 2


def test_what_the_issuer_puts_into_its_folder_gives_it_nothing_of_roots(
    folder: DataFolder, tmp_path: Path
) -> None:
    """A link in the place of a file of its own, when root starts the deployment the next time."""
    secret = tmp_path / "secret"
    secret.write_text("of root")
    secret.chmod(0o600)
    for name in ("jwks.json", "recalled.json", "people.json"):
        (folder.issuer / name).unlink()
        (folder.issuer / name).symlink_to(secret)
    give_out(folder)
    status = secret.stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (0, 0o600)


def test_a_file_of_an_earlier_version_is_not_left_behind(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.create()
    folder.older_recalled.write_text("{}")
    prepared(tmp_path)
    assert not folder.older_recalled.exists()
    assert folder.recalled.exists()
