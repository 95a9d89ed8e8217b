"""Whether the keys in the log vouch for a paper: without any server."""

from dataclasses import replace
from typing import Any

from services.reporting.keys.known import KnownKey
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper_checks.checking import read_codes, refuse_unless_signed
from shared.instant import microseconds, parse_instant
from shared.signing import public_text
from tests.reporting.paper.papers import KEY, KEY_ID, OTHER_KEY, answer, coded


def moment(text: str) -> int:
    return microseconds(parse_instant(text))


def known(**more: Any) -> dict[str, KnownKey]:
    public = public_text(KEY.public_key())
    key = KnownKey(KEY_ID, "Ed25519", public, ("submission", "paper"), moment("2024-11-01T00:00:00Z"))
    return {KEY_ID: replace(key, **more)}


def code_of(given: list[str], keys: dict[str, KnownKey]) -> str | None:
    try:
        refuse_unless_signed(read_codes(given), keys)
    except PaperRefused as refused:
        return refused.code
    return None


def test_a_key_is_good_for_what_it_signed_in_its_time() -> None:
    own = coded(answer("annex-4", whole=False))
    assert code_of(own, known()) is None
    assert code_of([*own, *own], known()) is None, "the same code twice is one"
    assert code_of(own, {}) == "unknown_key"
    assert code_of(own, known(purposes=("submission",))) == "key_for_another_purpose"
    assert code_of(own, known(valid_until=moment("2024-12-30T09:52:03Z"))) == "key_not_valid_then"
    assert code_of(own, known(public=public_text(OTHER_KEY.public_key()))) == "wrong_signature"


def test_a_revoked_key_is_good_for_what_the_log_knows_to_be_older() -> None:
    """A part has no original that would vouch for its time: whoever stole the key dates it back."""
    own, sheet = coded(answer("annex-4", whole=False)), coded(answer("annex-4"))
    late, early = moment("2025-01-01T00:00:00Z"), moment("2024-12-01T00:00:00Z")
    assert code_of(own, known(revoked_from=late)) is None
    assert code_of(own, known(revoked_from=early)) == "key_not_valid_then"
    assert code_of(own, known(revoked_from=late, valid_until=early)) == "key_not_valid_then"
    assert code_of(sheet, known(revoked_from=late)) is None
    assert code_of(sheet[:1], known(revoked_from=late)) == "key_revoked"
    assert code_of(sheet[:1], known()) is None


def test_what_was_read_is_told_apart_by_its_parts() -> None:
    first, second = coded(answer("annex-4"))
    assert read_codes([second]).joined.missing == (1,)
    assert read_codes([second, first]).joined.missing == ()
    assert read_codes([second, first]).joined.report.rows[0].filer == "f-0"
