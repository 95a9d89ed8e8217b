"""Passwords are kept as salted hashes; time tells neither who there is nor who has chosen one."""

import time
from base64 import b64encode
from hashlib import scrypt

import pytest

from deploy.embedded.accounts.passwords import OF_CHOSEN, OF_FIRST, hash_of, matches, new_password
from tests.deploy.issuer.clients import cheap_passwords


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.mark.usefixtures("cheap")
def test_a_password_matches_its_own_hash_alone() -> None:
    password = new_password()
    kept = hash_of(password, OF_FIRST)
    assert matches(password, kept)
    assert not matches(password + " ", kept)
    assert not matches("", kept)
    assert not matches(new_password(), kept)


def test_one_that_was_chosen_matches_at_its_own_cost() -> None:
    assert matches("correct horse", hash_of("correct horse", OF_CHOSEN))


def test_nothing_of_it_is_in_what_is_kept() -> None:
    password = new_password()
    kept = hash_of(password, OF_FIRST)
    assert password not in kept
    assert kept != hash_of(password, OF_FIRST), "each has its own salt"
    assert kept.split("$")[:4] == ["scrypt", "16384", "8", "1"], "as older folders have it"
    assert hash_of(password, OF_CHOSEN).split("$")[:4] == ["scrypt", "65536", "8", "2"]


@pytest.mark.usefixtures("cheap")
def test_full_width_characters_are_the_same_password() -> None:
    assert matches("ａｂｃ１２３", hash_of("abc123", OF_FIRST))
    assert matches("abc123", hash_of("ａｂｃ１２３", OF_FIRST))


@pytest.mark.usefixtures("cheap")
def test_the_parameters_are_those_that_are_kept_with_it() -> None:
    salt, derived = b"salt", scrypt(b"secret", salt=b"salt", n=16, r=4, p=2, dklen=32)
    kept = f"scrypt$16$4$2${b64encode(salt).decode()}${b64encode(derived).decode()}"
    assert matches("secret", kept)
    assert not matches("secret", kept.replace("$16$", "$32$"))


def test_nobody_has_no_password_and_everybody_takes_as_long() -> None:
    assert not matches("", None)
    asked = (None, hash_of(new_password(), OF_FIRST), hash_of(new_password(), OF_CHOSEN))
    took = [min(_seconds(each) for _ in range(2)) for each in asked]
    assert min(took) > max(took) / 2


def _seconds(kept: str | None) -> float:
    """Of this thread, whatever else the machine does."""
    began = time.thread_time()
    matches("guess", kept)
    return time.thread_time() - began


def test_passwords_are_long_and_never_the_same() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(each) for each in made} == {14}
    assert not set("il01o") & set("".join(made))
