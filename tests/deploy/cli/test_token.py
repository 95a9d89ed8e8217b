"""`paicha token`: whose it is, of which town, and whom it names."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.issuer.seats import ensure_seats
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.running import Address, write_address
from shared.facts.account import Account, Person
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier

ISSUER = "http://127.0.0.1:8080/issuer"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    ensure_keys(folder)
    write_address(folder, Address("http://127.0.0.1:8080", "", ISSUER))
    return folder


@pytest.fixture
def demo(folder: DataFolder) -> DataFolder:
    write_address(folder, Address("http://127.0.0.1:8080", "", ISSUER, demo=True))
    ensure_seats(folder, read_towns())
    return folder


async def account_of(folder: DataFolder, capsys: pytest.CaptureFixture[str], *arguments: str) -> Account:
    """As a service verifies it."""
    assert run(["token", *arguments, "--data", str(folder.path)]) == 0
    verifier = TokenVerifier(ISSUER, "paicha", SigningKeys(str(folder.issuer / "jwks.json")))
    return await verifier.account(capsys.readouterr().out.strip())


REPORTER = ("--role", "reporter", "--organisation", "v-dasheng")


async def test_outside_of_a_demonstration_it_names_nobody(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    account = await account_of(folder, capsys, *REPORTER)
    assert account == Account("reporter@v-dasheng", "500112143", "reporter", frozenset({"v-dasheng"}))
    assert account.person is None
    named = await account_of(folder, capsys, *REPORTER, "--name", "演示甲", "--office", "主任")
    assert named.person == Person("演示甲", "主任")
    assert (await account_of(folder, capsys, *REPORTER, "--name", "演示甲")).person == Person("演示甲")


async def test_in_a_demonstration_it_names_the_made_up_person_of_the_seat(
    demo: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    seat = await account_of(demo, capsys, *REPORTER)
    office = await account_of(demo, capsys, "--role", "safety_office")
    assert seat.person is not None
    assert office.person is not None
    assert seat.person.name.startswith("演示人员")
    assert seat.person.name != office.person.name
    assert (await account_of(demo, capsys, *REPORTER, "--name", "演示甲")).person == Person("演示甲")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--name", "演示 13812345678"), "no telephone"),
        (("--name", ""), "name is empty"),
        (("--office", "主任"), "--office takes a --name"),
        (("--township", "500112999"), "loaded are 500112143"),
    ],
)
def test_what_makes_no_sense(
    folder: DataFolder, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert run(["token", *REPORTER, *arguments, "--data", str(folder.path)]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_claims_are_the_standard_ones(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Any provider can make them."""
    run(["token", *REPORTER, "--name", "演示甲", "--office", "主任", "--data", str(folder.path)])
    body = capsys.readouterr().out.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert claims["exp"] - claims["iat"] == 12 * 3600
    del claims["exp"], claims["iat"]
    assert claims == {
        "iss": ISSUER, "aud": "paicha", "sub": "reporter@v-dasheng", "role": "reporter",
        "township": "500112143", "organisation": "v-dasheng", "name": "演示甲", "office": "主任",
    }  # fmt: skip
