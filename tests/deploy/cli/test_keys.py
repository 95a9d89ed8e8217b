"""`paicha keys create`: for whom a key may act, and the key for people and for programs."""

import json
from pathlib import Path

import pytest

from deploy.cli import run
from deploy.embedded.folder import DataFolder
from deploy.embedded.publishers import write_publishers
from deploy.embedded.running import Address, write_address
from shared.identity.api_keys import ApiKeys, hash_of


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    write_address(folder, Address("http://127.0.0.1:8080", "", ""))
    folder.api_keys.write_text('{"keys": []}', "utf-8")
    write_publishers(folder)
    return folder


def create(folder: DataFolder, role: str, *organisations: str, name: str = "n") -> int:
    named = [word for each in organisations for word in ("--organisation", each)]
    return run(
        ["keys", "create", "--name", name, "--role", role, *named, "--data", str(folder.path), "--json"]
    )


@pytest.mark.parametrize("name", ["reporter@v-mingyue", "nobody@nowhere", "paicha", "campaign-file"])
def test_a_key_has_nobody_elses_name(
    folder: DataFolder, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a person, of whatever could be one, of a publisher, of the campaign file."""
    assert create(folder, "officer", "d-chanye", name=name) == 2
    assert "choose another" in capsys.readouterr().err
    assert json.loads(folder.api_keys.read_text("utf-8"))["keys"] == []


def test_a_key_of_a_persons_name_in_the_file_is_no_key(folder: DataFolder) -> None:
    """Written by hand, or by an older version; the others hold."""
    keys = [
        {"name": name, "hash": hash_of(name), "township": "500112143", "role": "officer"}
        for name in ("reporter@v-mingyue", "scraper")
    ]
    folder.api_keys.write_text(json.dumps({"keys": keys}), "utf-8")
    known = ApiKeys(folder.api_keys)
    assert known.account("reporter@v-mingyue") is None
    assert known.account("scraper") is not None


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
