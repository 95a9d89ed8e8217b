"""Signed notes: a vector of Go's own package, what is read back, and what is refused."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.signed_note import NoteInvalid, VerifierKey, read_note, signed_note

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OURS = VerifierKey("paicha/hazards/x", KEY.public_key().public_bytes_raw())
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), min_size=1)


def test_a_note_of_go() -> None:
    key = VerifierKey.read(PETER)
    assert str(key) == PETER
    text, signer = read_note(NOTE, [OURS, key])
    assert (text, signer) == (NOTE.partition("\n\n")[0] + "\n", key)


@given(TEXTS)
def test_what_is_signed_is_read(text: str) -> None:
    text += "\n"
    note = signed_note(text, OURS.name, KEY)
    assert read_note(note, [VerifierKey.read(PETER), OURS]) == (text, OURS)
    assert read_note(note, [VerifierKey.read(str(OURS))]) == (text, OURS)


@given(TEXTS, st.data())
def test_a_changed_byte_is_refused(text: str, data: st.DataObject) -> None:
    note = signed_note(text + "\n", OURS.name, KEY)
    raw = bytearray(note.encode())
    at = data.draw(st.integers(0, len(raw) - 2))
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NoteInvalid):
        read_note(raw.decode("utf-8", "replace"), [OURS])


def code_of(note: str, *keys: VerifierKey) -> str:
    with pytest.raises(NoteInvalid) as refused:
        read_note(note, keys)
    return refused.value.code


def test_why_a_note_is_refused() -> None:
    note = signed_note("text\n", OURS.name, KEY)
    other = VerifierKey("another", OURS.public)
    assert code_of(note, other) == "unknown_key"
    assert code_of(note.replace("text", "tax"), OURS) == "signature_wrong"
    assert code_of(note.rstrip("\n"), OURS) == "note_malformed"
    assert code_of(note.replace("\n\n", "\n"), OURS) == "note_malformed"
    assert code_of(note.replace("text", "te\txt"), OURS) == "note_malformed"
    assert code_of(note + "more\n", OURS) == "note_malformed"
    assert code_of("text\n\n" + note.partition("\n\n")[2] * 33, OURS) == "note_malformed"
    assert code_of("text\n\n", OURS) == "note_malformed"


def test_signatures_of_others_are_passed_over_and_a_wrong_one_of_ours_is_not() -> None:
    note = signed_note("text\n", OURS.name, KEY)
    witness = signed_note("text\n", "witness.example/w", Ed25519PrivateKey.generate()).partition("\n\n")[2]
    assert read_note(note + witness, [OURS]) == ("text\n", OURS)
    wrong = f"— {OURS.name} {b64encode(OURS.hash + bytes(64)).decode()}\n"
    assert code_of(note + wrong, OURS) == "signature_wrong"


@pytest.mark.parametrize(
    "text",
    [
        "", "name", "name+00000000", "na me+" + str(OURS).partition("+")[2],
        "+" + str(OURS).partition("+")[2], "other+" + str(OURS).partition("+")[2],
        str(OURS)[:-4], str(OURS).replace("+AQ", "+BA"),
    ],
)  # fmt: skip
def test_no_key(text: str) -> None:
    with pytest.raises(NoteInvalid) as refused:
        VerifierKey.read(text)
    assert refused.value.code == "key_malformed"


@pytest.mark.parametrize("text", ["no newline", "tab\t\n"])
def test_what_can_t_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="can't be signed"):
        signed_note(text, OURS.name, KEY)
    with pytest.raises(ValueError, match="can't be signed"):
        signed_note("text\n", "a name", KEY)
