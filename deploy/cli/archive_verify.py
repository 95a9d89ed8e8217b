"""`paicha archive verify`: whether an archive is whole, with neither network nor database."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deploy.cli.archives import Keys, archives_in, keys_in
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal
from shared.archive.finding import Finding
from shared.archive.manifest import NAME
from shared.archive.store import Store
from shared.archive.verifying import Verified
from shared.archive.verifying import verify as verified
from shared.bus.jetstream import LOGS

_MOST_TOLD = 20


def verify(
    folder: str,
    /,
    *,
    keys: Annotated[list[Path] | None, Parameter(negative=())] = None,
    from_: Annotated[int, Parameter(name="--from")] = 1,
    as_json: Annotated[bool, Parameter(name="json", negative=())] = False,
) -> int:
    """Check an archive: signatures, digests, every hash, no gap. Ends with 1 where something is wrong.

    Parameters
    ----------
    folder
        The archive of a log, or a folder with those of all logs.
    keys
        File with the answer of GET /<service>/keys; may be given several times. Without it a signature only
        shows that nothing was altered since somebody signed it; whose key that is, compare yourself.
    from_
        Position to begin at: what is before it is taken from the manifest.
    as_json
        The outcome for a program.
    """
    archives, trusted = archives_in(folder), keys_in(keys or [])
    _refuse_unless_position(from_, len(archives))
    try:
        found = {log: _of_log(_verified(store, trusted, from_ - 1), log) for log, store in archives.items()}
    except KeyboardInterrupt:
        raise Refusal("已中断。", "Interrupted.") from None
    missing = [] if "" in archives else [log for log in LOGS if log not in archives]
    whole = not missing and not any(each.findings for each in found.values())
    compared = trusted is not None
    if as_json:
        archives_told = {log or each.log or "": each.to_json() for log, each in found.items()}
        say_json({"whole": whole, "keys_compared": compared, "missing": missing, "archives": archives_told})
    else:
        for log, each in found.items():
            _say(log or each.log or folder, each, compared=compared)
        for log in missing:
            say(f"{log}: 此处没有该日志的归档 there is no archive of this log")
    return 0 if whole else 1


def _refuse_unless_position(from_: int, archives: int) -> None:
    if from_ < 1 or (from_ > 1 and archives > 1):
        raise Refusal(
            "--from 是一个日志的位置（从 1 起）：请指明该日志的文件夹。",
            "--from is a position of one log, 1 or more: name that log's folder.",
            usage=True,
        )


def _of_log(found: Verified, folder: str) -> Verified:
    """A folder named after a log is to hold that log's archive: another one's leaves it missing."""
    if not folder or found.log in (None, folder):
        return found
    return replace(found, findings=(Finding(0, "other_log", NAME), *found.findings))


def verify_store(store: Store, keys: Keys | None) -> None:
    """Refused where something is wrong with it."""
    found = _verified(store, keys, 0)
    if found.findings:
        raise Refusal(
            f"归档不完整，不会使用：{found.findings[0].told}。",
            "The archive is not whole, so it is not used.",
        )


def _verified(store: Store, keys: Keys | None, after: int) -> Verified:
    line: ProgressLine | None = None

    def progress(done: int, total: int) -> None:
        nonlocal line
        line = line or ProgressLine(total, "events 事件")
        line.show(done)

    try:
        return verified(store, keys, after, progress)
    finally:
        if line is not None:
            line.close()


def _say(log: str, found: Verified, *, compared: bool) -> None:
    if found.manifest is not None:
        key = found.key_id or "–"
        known = "" if compared else "（未与密钥文件核对 not compared with any file of keys）"
        say(f"{log}: {found.events:,}/{found.manifest.position:,} events 事件, {found.manifest.hash}")
        say(f"  key 密钥 {key}{known}")
    for finding in found.findings[:_MOST_TOLD]:
        say(f"  ！{finding.told}")
    if len(found.findings) > _MOST_TOLD:
        say(f"  … {len(found.findings)}")
    if not found.findings:
        say("  完整 whole")
