"""Proofs as files: their form, their size at any depth, and what makes one worthless."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from deploy.cli import run
from shared.canonical import GENESIS
from shared.event_log.head import Head
from shared.merkle.checking import root_by_inclusion
from shared.merkle.hashing import leaf_hash
from shared.merkle.ranges import inclusion
from shared.sealing.check import check_proof
from shared.sealing.checkpoint import Sealed, SealedCheckpoint, origin_of, read_sealed
from shared.sealing.proof import Proof, read_proof
from shared.signed_note import NoteInvalid, VerifierKey, signed_note
from tests.merkle import naive
from tests.sealing import independent
from tests.support.logs import build

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG_ID = "0b3f0f6e-7c1a-4bfe-9a53-3c0a5a1df3c7"
ORIGIN = origin_of("hazards", LOG_ID)
SEALED = datetime(2024, 12, 2, 9, 0, 0, 123456, tzinfo=UTC)
EVENTS = [row.raw for row in build(Head("hazards", LOG_ID, 0, GENESIS, 0), 40)[1]]


def sealed(size: int, root: bytes, key: Ed25519PrivateKey = KEY) -> Sealed:
    return SealedCheckpoint(ORIGIN, size, root, "ab" * 32, SEALED).signed(key)


def of_first(size: int) -> Sealed:
    return sealed(size, naive.root(EVENTS[:size]))


def proof_of(index: int, size: int) -> Proof:
    return Proof(index, naive.path(index, EVENTS[:size]), of_first(size).note)


def code_of(proof: str, event: bytes, *keys: VerifierKey) -> str:
    with pytest.raises(NoteInvalid) as refused:
        check_proof(proof, event, keys or [of_first(1).signer])
    return refused.value.code


@given(st.integers(1, 40), st.data())
def test_both_checkers_take_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, key = proof_of(index, size), of_first(size).signer
    found = check_proof(proof.text, EVENTS[index], [key])
    assert found.checkpoint == of_first(size).checkpoint
    assert read_proof(proof.text) == proof
    told = independent.check(proof.text.encode(), EVENTS[index], str(key))
    assert told == independent.Told(ORIGIN, index + 1, size, "2024-12-02T09:00:00.123456Z")


@given(st.integers(0, 39), st.data())
def test_neither_takes_a_changed_byte(index: int, data: st.DataObject) -> None:
    """Of the event or of the proof, wherever."""
    proof, key = proof_of(index, 40), of_first(40).signer
    files = [bytearray(proof.text.encode()), bytearray(EVENTS[index])]
    file = data.draw(st.sampled_from(files))
    file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NoteInvalid):
        check_proof(files[0].decode("utf-8", "replace"), bytes(files[1]), [key])


@given(st.integers(0, 39), st.integers(0, 7), st.data())
def test_the_second_checker_takes_no_other_event(index: int, bit: int, data: st.DataObject) -> None:
    event = bytearray(EVENTS[index])
    event[data.draw(st.integers(0, len(event) - 1))] ^= 1 << bit
    with pytest.raises((AssertionError, InvalidSignature)):
        independent.check(proof_of(index, 40).text.encode(), bytes(event), str(of_first(40).signer))


def deep(size: int, index: int) -> str:
    """One event alone in a tree of this size, with made-up siblings as many as there are."""
    raw = EVENTS[0].replace(b'"position":1', b'"position":%d' % (index + 1))
    path = [leaf_hash(b"%d" % number) for number, _ in enumerate(inclusion(index, size))]
    root = root_by_inclusion(leaf_hash(raw), index, size, path)
    proof = Proof(index, path, sealed(size, root).note).text
    check_proof(proof, raw, [of_first(1).signer])
    independent.check(proof.encode(), raw, str(of_first(1).signer))
    return proof


@pytest.mark.parametrize("size", [10_000_000, 100_000_000, 2**31])
def test_a_proof_stays_below_two_kilobytes(size: int) -> None:
    longest = max(len(deep(size, index).encode()) for index in (0, size // 3, size - 2, size - 1))
    assert longest < 2000, longest


def test_why_a_proof_is_worth_nothing() -> None:
    proof = proof_of(6, 11)
    stranger = Ed25519PrivateKey.generate()
    forged = replace(proof, note=sealed(11, naive.root(EVENTS[:11]), stranger).note)
    assert code_of(forged.text, EVENTS[6]) == "unknown_key"
    assert code_of(proof.text.replace("sealed 2024", "sealed 2023"), EVENTS[6]) == "signature_wrong"
    assert code_of(proof.text, EVENTS[7]) == "not_in_tree"
    assert code_of(replace(proof, index=7).text, EVENTS[6]) == "not_in_tree"
    assert code_of(replace(proof, index=11).text, EVENTS[6]) == "not_in_tree"
    assert code_of(replace(proof, path=proof.path[:-1]).text, EVENTS[6]) == "not_in_tree"
    assert code_of(replace(proof, note=of_first(10).note).text, EVENTS[6]) == "not_in_tree"
    assert code_of("proof", EVENTS[6]) == "proof_malformed"
    assert code_of(proof.text.replace("index 6", "index 06"), EVENTS[6]) == "proof_malformed"
    assert code_of(proof.text.replace("\n\n", "\nAAAA\n\n", 1), EVENTS[6]) == "proof_malformed"


def test_what_stands_in_the_tree_and_is_no_event_of_it() -> None:
    """Signed by the right key, and yet it says itself that it stands elsewhere, or nothing of the kind."""
    elsewhere = EVENTS[0].replace(LOG_ID.encode(), b"00000000-0000-0000-0000-000000000000")
    for raw in (b"no json", b"[]", b"{}", elsewhere, EVENTS[1]):
        alone = Proof(0, [], sealed(1, leaf_hash(raw)).note)
        assert code_of(alone.text, raw) == "no_event"


def test_extra_data_is_passed_over() -> None:
    proof = proof_of(3, 9).text.replace("\nindex", "\nextra AAAA\nindex")
    assert check_proof(proof, EVENTS[3], [of_first(9).signer]).checkpoint.size == 9


def test_what_is_signed_and_no_checkpoint() -> None:
    good = of_first(9).checkpoint.text
    signer = of_first(9).signer
    for text in (
        "hello\n",
        good.replace("\n9\n", "\n09\n"),
        good.replace("chain ", "chains "),
        good.replace(LOG_ID, LOG_ID[::-1]),
        good + "more\n",
        re.sub("sealed .*", "sealed 2024-13-02T09:00:00.000000Z", good),
    ):
        with pytest.raises(NoteInvalid) as refused:
            read_sealed(signed_note(text, ORIGIN, KEY), [signer])
        assert refused.value.code == "note_malformed", text


def test_an_event_says_where_it_stands() -> None:
    said = orjson.loads(EVENTS[4])
    assert (said["position"], said["logid"], said["source"]) == (5, LOG_ID, "/hazards")


def test_the_second_checker_is_independent() -> None:
    source = Path(independent.__file__).read_text("utf-8")
    assert "import shared" not in source
    assert "from shared" not in source


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_says_nothing_but_its_place_is_shown_too(tmp_path: Path, options: tuple[str, ...]) -> None:
    event = orjson.dumps({"source": "/hazards", "logid": LOG_ID, "position": 1})
    checkpoint = sealed(1, leaf_hash(event))
    (tmp_path / "proof").write_text(Proof(0, [], checkpoint.note).text, "utf-8")
    (tmp_path / "event").write_bytes(event)
    files = [str(tmp_path / name) for name in ("proof", "event")]
    assert run(["audit", "check-proof", *files, "--key", str(checkpoint.signer), *options]) == 0
