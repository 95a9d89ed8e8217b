"""Passwords are kept as salted hashes; who there is can't be told by the time a wrong one takes."""

import time
from base64 import b64encode
from hashlib import scrypt
from statistics import median

from deploy.embedded.accounts.passwords import hash_of, matches, new_password


def test_a_password_matches_its_own_hash_alone() -> None:
    password = new_password()
    kept = hash_of(password)
    assert matches(password, kept)
    assert not matches(password + " ", kept)
    assert not matches("", kept)
    assert not matches(new_password(), kept)


def test_nothing_of_it_is_in_what_is_kept() -> None:
    password = new_password()
    kept = hash_of(password)
    assert password not in kept
    assert kept != hash_of(password), "each has its own salt"
    assert kept.split("$")[:4] == ["scrypt", "16384", "8", "1"]


def test_the_parameters_are_those_that_are_kept_with_it() -> None:
    salt, derived = b"salt", scrypt(b"secret", salt=b"salt", n=16, r=4, p=2, dklen=32)
    kept = f"scrypt$16$4$2${b64encode(salt).decode()}${b64encode(derived).decode()}"
    assert matches("secret", kept)
    assert not matches("secret", kept.replace("$16$", "$32$"))


def test_nobody_has_no_password_and_takes_as_long() -> None:
    kept = hash_of(new_password())
    assert not matches("", None)
    known, unknown = ([_seconds(each) for _ in range(5)] for each in (kept, None))
    assert median(unknown) > median(known) / 2
    assert median(known) > median(unknown) / 2


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
