"""`paicha audit shadow`: what came of deriving everything again, day after day; checked offline too."""

from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.gateway import gateway
from deploy.cli.terminal import say, say_json, warn
from deploy.cli.verifiers import verifiers_given
from deploy.embedded.refusal import Refusal
from services.reporting.shadow.line import hash_of, read_line
from shared.signed_note import NoteInvalid, VerifierKey

_EQUAL, _DIFFERS = 0, 1
_MOST = 1_000
_OVERDUE = (
    "逾两个周期没有新结果，请查看 shadow 进程的日志。 No line for two periods: look into the log of the "
    "process shadow."
)


def shadow(
    *,
    limit: Annotated[int, Parameter(validator=Number(gte=1, lte=_MOST))] = 10,
    out: Path | None = None,
    check: Annotated[Path | None, Parameter(name="from")] = None,
    key: Annotated[list[str] | None, Parameter(negative=())] = None,
    keys: Path | None = None,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """The last signed lines: everything derived from the logs again is what answers, or from where on not.

    Ends with 1 where the last line says that something differs, where it is overdue, or a signature is wrong.

    Parameters
    ----------
    limit
        How many lines.
    out
        File to write them to, one JSON object a line, for somebody else to check.
    check
        Check the lines of such a file instead; needs no server.
    key
        With --from, a public key as name+hash+base64; may be given several times.
    keys
        Or a file with the answer of GET /reporting/keys.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print them as JSON.
    """
    if check is not None:
        return _checked(check, verifiers_given(key, keys, _bytes), as_json=json)
    asked = gateway(data, "operator")
    told = asked.get("/reporting/shadow", limit=limit).json()
    asked.close()
    if out is not None:
        out.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in reversed(told["lines"])))
    if json:
        say_json(told)
    else:
        _show(told)
    last = told["lines"][0] if told["lines"] else None
    return _DIFFERS if told["overdue"] or (last is not None and not last["equal"]) else _EQUAL


def _show(told: dict[str, Any]) -> None:
    for each in reversed(told["lines"]):
        at = "、".join(f"{log} {position}" for log, position in sorted(each["positions"].items()))
        said = "一致 equal" if each["equal"] else f"不符 differs，始于 from {each['first']}"
        say(f"{each['number']:>5}  {each['ended'][:19]}Z  {said}  ({at})")
    if not told["lines"]:
        say("尚无结果。 No line yet.")
    if told["overdue"]:
        warn(_OVERDUE)


def _checked(file: Path, verifiers: list[VerifierKey], *, as_json: bool) -> int:
    """Signatures, and that each line names the one before it."""
    try:
        notes = [str(orjson.loads(line)["note"]) for line in _bytes(file).splitlines()]
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"{file} 不是影子重算的结果。", f"{file} holds no lines.", usage=True) from None
    wrong = _wrong(notes, verifiers)
    if as_json:
        say_json({"lines": len(notes), "valid": wrong is None, "why": wrong})
    elif wrong is None:
        say(f"{len(notes)} 行签名有效、前后相承。 {len(notes)} lines are signed, and follow each other.")
    else:
        warn(f"无效 not valid: {wrong}")
    return _EQUAL if wrong is None else _DIFFERS


def _wrong(notes: list[str], verifiers: list[VerifierKey]) -> str | None:
    before = None
    for place, note in enumerate(notes, 1):
        try:
            line = read_line(note, verifiers)
        except NoteInvalid as invalid:
            return f"{place}: {invalid} ({invalid.code})"
        if before is not None and line.before != hash_of(before):
            return f"{place}: 缺少前一行 does not follow the line before it"
        before = note
    return None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal(
            f"无法读取 {file}：{error}。", f"Could not read {file}: {error}.", usage=True
        ) from error
