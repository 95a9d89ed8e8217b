"""`paicha audit check-proof`: a proof against public keys, with neither network nor database."""

from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter

from deploy.cli.terminal import say, say_json, warn
from deploy.cli.verifiers import verifiers_given
from deploy.embedded.refusal import Refusal
from shared.instant import write_instant
from shared.sealing.check import check_proof as checked
from shared.sealing.checkpoint import Sealed
from shared.signed_note import NoteInvalid

_VALID, _NOT_VALID = 0, 1
_LARGEST = 2**21
_FACT = {"publisher": "publisher", "source": "factsource", "id": "factid"}
_SAID = {
    "proof_malformed": "证明文件格式有误。",
    "note_malformed": "证明中的检查点格式有误。",
    "unknown_key": "检查点不是由所给的密钥签名；请取得该日志的公钥，并核对来源。",
    "signature_wrong": "检查点的签名无效：内容被改动，或不是由该密钥签名。",
    "not_in_tree": "该事件不在封存的日志中：内容被改动，或不是这条事件的证明。",
    "no_event": "内容与证明的日志或位置不符。",
}


def check_proof(
    proof: Path,
    event: Path,
    /,
    *,
    key: Annotated[list[str] | None, Parameter(negative=())] = None,
    keys: Path | None = None,
    as_json: Annotated[bool, Parameter(name="json", negative=())] = False,
) -> int:
    """Check that an event stood in the log, and by when. Needs no server.

    Parameters
    ----------
    proof
        The file that `paicha audit prove` wrote.
    event
        The event's bytes, beside it.
    key
        A public key as name+hash+base64; may be given several times.
    keys
        Or a file with the answer of GET /hazards/keys (registry, reporting).
    as_json
        The outcome for a program.
    """
    verifiers = verifiers_given(key, keys, _bytes)
    raw = _bytes(event)
    try:
        sealed = checked(_bytes(proof).decode("utf-8", "replace"), raw, verifiers)
    except NoteInvalid as invalid:
        return _refused(invalid, as_json=as_json)
    _shown(sealed, raw, as_json=as_json)
    return _VALID


def _refused(invalid: NoteInvalid, *, as_json: bool) -> int:
    zh = _SAID[invalid.code]
    if as_json:
        say_json({"valid": False, "code": invalid.code, "zh": zh, "en": str(invalid)})
    else:
        say("证明无效 not valid")
        warn(f"{zh}\n{invalid} ({invalid.code})")
    return _NOT_VALID


def _shown(sealed: Sealed, raw: bytes, *, as_json: bool) -> None:
    checkpoint, event = sealed.checkpoint, orjson.loads(raw)
    told: dict[str, Any] = {
        "log": checkpoint.origin,
        "position": event["position"],
        "sealed": write_instant(checkpoint.sealed),
        "size": checkpoint.size,
        "key": str(sealed.signer),
        # What signs a log may sign what is no event of ours: that it stood there is true all the same.
        "type": event.get("type"),
        "subject": event.get("subject"),
        "occurred": event.get("time"),
        "recorded": event.get("recordedtime"),
        "fact": {name: event.get(field) for name, field in _FACT.items()},
    }
    if as_json:
        say_json({"valid": True, **told})
        return
    say(f"证明有效：最迟在 {told['sealed']}，该事件已在日志中，此后未变。")
    say(f"Valid: by {told['sealed']} this event stood in the log, as it is here.")
    fact = told["fact"]
    plain = {**told, "fact": f"{fact['id']} · {fact['source']} · {fact['publisher']}"}
    for name, value in plain.items():
        say(f"{name:<10} {value}")


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise OSError("too large")
        return file.read_bytes()
    except OSError as error:
        raise Refusal(
            f"无法读取 {file}：{error}。", f"Could not read {file}: {error}.", usage=True
        ) from error
