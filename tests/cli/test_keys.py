"""`paicha keys create`: for whom a key may act, and the key for people and for programs."""

import json
from pathlib import Path

import pytest

from deploy.cli import run
from deploy.embedded.folder import DataFolder
from deploy.embedded.running import Address, write_address
from shared.identity.api_keys import ApiKeys


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    write_address(folder, Address("http://127.0.0.1:8080", "", ""))
    folder.api_keys.write_text('{"keys": []}', "utf-8")
    return folder


def create(folder: DataFolder, role: str, *organisations: str) -> int:
    named = [word for each in organisations for word in ("--organisation", each)]
    return run(
        ["keys", "create", "--name", "n", "--role", role, *named, "--data", str(folder.path), "--json"]
    )


@pytest.mark.parametrize("role", ["reporter", "officer", "safety_office"])
def test_who_enters_facts_may_act_for_a_working_group(
    folder: DataFolder, role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(folder, role, "g-1", "d-chanye") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["role"], told["organisations"]) == ("n", role, ["g-1", "d-chanye"])
    account = ApiKeys(folder.api_keys).account(told["key"])
    assert account is not None
    assert account.may_act_for("g-1")


@pytest.mark.parametrize(
    ("role", "organisation", "why"),
    [
        ("dashboard", "g-1", "enters no facts"),
        ("officer", "g-99", "no organisation"),
        ("mayor", "g-1", "roles are"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    folder: DataFolder, role: str, organisation: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(folder, role, organisation) == 2
    assert why in capsys.readouterr().err
    assert json.loads(folder.api_keys.read_text("utf-8")) == {"keys": []}
