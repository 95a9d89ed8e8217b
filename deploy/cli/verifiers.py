"""The public keys that a check is made with, as they are given on the command line."""

from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from deploy.embedded.refusal import Refusal
from shared.signed_note import NoteInvalid, VerifierKey


def verifiers_given(
    key: Sequence[str] | None, keys: Path | None, read: Callable[[Path], bytes]
) -> list[VerifierKey]:
    """By `--key`, and in a file of `--keys`; at least one."""
    if not key and keys is None:
        raise Refusal("请用 --key 或 --keys 给出公钥。", "Give a public key by --key or --keys.", usage=True)
    return [*map(_key, key or []), *(_of_file(keys, read) if keys is not None else [])]


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.read(text)
    except NoteInvalid as invalid:
        raise Refusal(f"“{text}”不是公钥：应为 名称+哈希+base64。", f"{invalid}.", usage=True) from None


def _of_file(file: Path, read: Callable[[Path], bytes]) -> list[VerifierKey]:
    """What a revoked key signed proves nothing: it says itself when that was."""
    try:
        keys = orjson.loads(read(file))["keys"]
        return [VerifierKey.read(each["verifier"]) for each in keys if each.get("revoked_from") is None]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"{file} 不是公钥文件。", f"{file} is no file of keys: {error}.", usage=True) from error
