"""`paicha audit derive`: what this version would sign otherwise of all that was ever signed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from cyclopts import Parameter

from deploy.cli.derived import Derived
from deploy.cli.deriving import derived
from deploy.cli.progress import ProgressLine
from deploy.cli.provisioner import provisioner_access
from deploy.cli.terminal import say_json
from deploy.embedded.refusal import Refusal
from deploy.log_files.fetching import fetch, saved_to
from deploy.log_files.folder import LogFolder


def derive(
    *,
    data: Path | None = None,
    logs: Path | None = None,
    save: Path | None = None,
    as_json: Annotated[bool, Parameter(name="json", negative=())] = False,
) -> int:
    """Derive all that was ever signed anew, with this version, and say what would come out otherwise.

    To be run with a new version before it is put in the place of the old one. Nothing is changed by it.

    Parameters
    ----------
    data
        Folder of a running deployment, unless PAICHA_URL names another; then PAICHA_NATS_URL and
        PAICHA_NATS_PROVISIONER_PASSWORD as well.
    logs
        A folder of logs instead, as written by `--save`.
    save
        Keep what was read of the deployment as a folder of logs: a new one, nothing is overwritten.
    as_json
        The outcome for a program.
    """
    if logs is not None and (data is not None or save is not None):
        raise Refusal(
            "--logs 不能与 --data、--save 同用。", "--logs goes with neither --data nor --save.", usage=True
        )
    try:
        with _folder(data, logs, save) as folder:
            found = derived(LogFolder(folder))
    except KeyboardInterrupt:
        raise Refusal("已中断。", "Interrupted.") from None
    return _told(found, as_json=as_json)


def _told(found: Derived, *, as_json: bool) -> int:
    if as_json:
        say_json(found.to_json())
    else:
        found.say()
    return 0 if found.equal else 1


@contextmanager
def _folder(data: Path | None, logs: Path | None, save: Path | None) -> Iterator[Path]:
    if logs is not None:
        yield logs
    elif save is not None:
        with saved_to(save) as partial:
            _fetch(data, partial)
        yield save
    else:
        with TemporaryDirectory(prefix="paicha-logs-") as temporary:
            _fetch(data, Path(temporary))
            yield Path(temporary)


def _fetch(data: Path | None, folder: Path) -> None:
    access = provisioner_access(data)
    line: ProgressLine | None = None

    def progress(done: int, total: int) -> None:
        nonlocal line
        line = line or ProgressLine(total, "events 事件")
        line.show(done)

    try:
        asyncio.run(fetch(access, folder, progress))
    finally:
        if line is not None:
            line.close()
