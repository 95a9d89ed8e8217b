"""Two towns that use the same ids, in one deployment: which one is meant, and whose rights are given."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.publishers import write_publishers
from deploy.embedded.running import Address, write_address
from shared.facts.account import Account
from shared.identity.api_keys import ApiKeys
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from tests.deploy.accounts.tables import csv_file, person
from tests.deploy.project_copy import copied_to
from tests.deploy.towns import FIRST, SECOND, add_second_town

ISSUER = "http://127.0.0.1:8080/issuer"
REPORTER = ("--role", "reporter", "--organisation", "v-dasheng")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose operator put a second town's file beside the first."""
    project = tmp_path_factory.mktemp("project")
    copied_to(project)
    add_second_town(project / "deploy" / "campaigns")
    return project


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    ensure_keys(folder)
    folder.accounts.write_text(json.dumps({"first_township": FIRST}), "utf-8")
    folder.api_keys.write_text('{"keys": []}', "utf-8")
    write_publishers(folder)
    write_address(folder, Address("http://127.0.0.1:8080", "", ISSUER))
    return folder


class Paicha:
    def __init__(self, project: Path, folder: DataFolder) -> None:
        self._project, self._folder = project, folder

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "deploy.cli", *arguments, "--data", self._folder.path],
            cwd=self._project, capture_output=True, text=True, check=False,
        )  # fmt: skip

    async def account(self, *arguments: str) -> Account:
        """Behind a token, as a service verifies it."""
        told = self("token", *arguments)
        assert told.returncode == 0, told.stderr
        keys = SigningKeys(str(self._folder.issuer / "jwks.json"))
        return await TokenVerifier(ISSUER, "paicha", keys).account(told.stdout.strip())


@pytest.fixture
def paicha(project: Path, folder: DataFolder) -> Paicha:
    return Paicha(project, folder)


@pytest.mark.parametrize(
    "command",
    [
        ("token", *REPORTER),
        ("accounts", "add", "a@d", "--name", "演示甲", *REPORTER),
        ("keys", "create", "--name", "board", "--role", "dashboard"),
    ],
)
def test_without_a_town_both_are_listed(paicha: Paicha, command: tuple[str, ...]) -> None:
    refused = paicha(*command)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"请用 --township 指定其一：{SECOND}、{FIRST}" in refused.stderr


async def test_tokens_of_either(paicha: Paicha) -> None:
    one = await paicha.account(*REPORTER, "--township", FIRST)
    other = await paicha.account(*REPORTER, "--township", SECOND)
    assert (one.township, other.township) == (FIRST, SECOND)
    assert one.organisations == other.organisations == {"v-dasheng"}
    assert one.name == "reporter@v-dasheng", "the town that the folder began with"
    assert one.name != other.name, "facts are known by their sender's name"
    offices = [
        await paicha.account("--role", "safety_office", "--township", town) for town in (FIRST, SECOND)
    ]
    assert [office.township for office in offices] == [FIRST, SECOND]
    assert offices[0].name != offices[1].name


async def test_accounts_of_either(paicha: Paicha, folder: DataFolder, tmp_path: Path) -> None:
    added = paicha("accounts", "add", "a@d", "--name", "演示甲", *REPORTER, "--township", SECOND)
    assert added.returncode == 0, added.stderr
    table = csv_file(tmp_path / "a.csv", person("b@d"), person("a@d", "演示甲"))
    refused = paicha("accounts", "import", table, "--township", FIRST)
    assert refused.returncode == 1
    assert f"已属于 {SECOND}" in refused.stderr
    imported = paicha("accounts", "import", csv_file(tmp_path / "b.csv", person("b@d")), "--township", FIRST)
    assert imported.returncode == 0, imported.stderr
    kept = [(each.login, each.township, each.organisation) for each in read_accounts(folder).accounts]
    assert kept == [("a@d", SECOND, "v-dasheng"), ("b@d", FIRST, "v-dasheng")]


def test_keys_of_either(paicha: Paicha, folder: DataFolder) -> None:
    keys = {
        town: paicha(
            *("keys", "create", "--name", f"k-{town}", "--role", "officer"),
            *("--organisation", "d-chanye", "--township", town),
        ).stdout.strip()
        for town in (FIRST, SECOND)
    }
    for town, key in keys.items():
        account = ApiKeys(folder.api_keys).account(key)
        assert account is not None
        assert (account.township, account.person) == (town, None)


AS_AN_OPERATORS_COMMAND = """
import sys
from pathlib import Path
from deploy.cli.gateway import gateway
from deploy.embedded.folder import DataFolder
from deploy.embedded.lock import held

with held(DataFolder(Path(sys.argv[1]))):
    gateway(Path(sys.argv[1]), "leader")
"""


def test_operators_commands_ask_for_a_token_of_one(folder: DataFolder, project: Path) -> None:
    command = [sys.executable, "-c", AS_AN_OPERATORS_COMMAND, folder.path]
    refused = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert f"Several townships are loaded ({SECOND}, {FIRST})" in refused.stderr
    assert "export PAICHA_TOKEN=$(paicha token --role leader --township CODE" in refused.stderr
