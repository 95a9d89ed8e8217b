"""Machine keys and publishers: hashes only, an edit of their files takes effect, a broken edit does not."""

import json
import os
from pathlib import Path

import pytest
from structlog.testing import CapturingLogger

from shared.facts.account import Account
from shared.identity import watched_file
from shared.identity.api_keys import ApiKeys, hash_of, new_key
from shared.identity.identity import Identity
from shared.identity.publishers import Publishers
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.identity.watched_file import WatchedFile
from shared.problems import Rejected
from tests.support.issuer import AUDIENCE, ISSUER, Issuer


def write_keys(path: Path, **keys: str) -> None:
    lines = [
        {"name": name, "hash": hash_of(key), "township": "500112143", "role": "dashboard"}
        for name, key in keys.items()
    ]
    path.write_text(json.dumps({"keys": lines}))
    os.utime(path, ns=(0, len(keys)))  # a moment of its own, however coarse the file system's clock


def identity(folder: Path, keys: Path) -> Identity:
    issuer = Issuer(folder)
    return Identity(TokenVerifier(ISSUER, AUDIENCE, SigningKeys(str(issuer.path))), ApiKeys(keys))


async def test_a_key_is_taken_from_either_header(tmp_path: Path) -> None:
    key = new_key()
    write_keys(tmp_path / "keys.json", wall=key)
    known = identity(tmp_path, tmp_path / "keys.json")
    expected = Account("wall", "500112143", "dashboard", frozenset())
    assert await known.account({"authorization": f"Bearer {key}"}) == expected
    assert await known.account({"authorization": f"bearer  {key}"}) == expected
    assert await known.account({"x-api-key": key}) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Basic cGs6cGs="},
        {"authorization": "Bearer pk_unknown"},
        {"x-api-key": "pk_unknown"},
        {"x-api-key": "é"},
    ],
)
async def test_nothing_or_an_unknown_key(tmp_path: Path, headers: dict[str, str]) -> None:
    write_keys(tmp_path / "keys.json", wall=new_key())
    with pytest.raises(Rejected, match="unauthenticated"):
        await identity(tmp_path, tmp_path / "keys.json").account(headers)


def test_the_hash_itself_is_no_key(tmp_path: Path) -> None:
    key = new_key()
    write_keys(tmp_path / "keys.json", wall=key)
    keys = ApiKeys(tmp_path / "keys.json")
    assert key not in (tmp_path / "keys.json").read_text()
    assert keys.account(hash_of(key)) is None


def test_an_edit_takes_effect_and_a_broken_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first, second = new_key(), new_key()
    write_keys(path, one=first)
    keys = ApiKeys(path)
    write_keys(path, one=first, two=second)
    assert keys.account(second) is not None
    path.write_text('{"keys": [{"name": ')
    assert keys.account(second) is not None
    path.unlink()
    assert keys.account(second) is not None
    write_keys(path, three=second)
    assert keys.account(first) is None


def test_a_broken_edit_is_read_and_logged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = CapturingLogger()
    monkeypatch.setattr(watched_file, "_log", log)
    path = tmp_path / "content"
    path.write_text("1")
    read: list[bytes] = []

    def parse(raw: bytes) -> int:
        read.append(raw)
        return int(raw)

    file = WatchedFile(path, parse)
    path.write_text("broken")
    assert [file.content() for _ in range(3)] == [1, 1, 1]
    assert (len(read), len(log.calls)) == (2, 1)
    path.unlink()
    assert [file.content() for _ in range(3)] == [1, 1, 1]
    assert (len(read), len(log.calls)) == (2, 2)
    path.write_text("22")
    assert file.content() == 22


def test_a_file_that_may_be_read_again_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "content"
    path.write_text("1")
    log = CapturingLogger()
    monkeypatch.setattr(watched_file, "_log", log)
    file = WatchedFile(path, int)
    path.write_text("22")
    with monkeypatch.context() as forbidden:
        forbidden.setattr(Path, "read_bytes", _refuse)
        assert [file.content() for _ in range(3)] == [1, 1, 1]
        assert len(log.calls) == 1
    assert file.content() == 22


def _refuse(path: Path) -> bytes:
    raise PermissionError(path)


def test_publishers(tmp_path: Path) -> None:
    path = tmp_path / "publishers.json"
    path.write_text(
        json.dumps({"village-app": {"township": "t1", "role": "reporter", "organisations": ["v-mingyue"]}})
    )
    publishers = Publishers(path)
    assert publishers.account("village-app") == Account(
        "village-app", "t1", "reporter", frozenset({"v-mingyue"})
    )
    assert publishers.account("someone") is None
