"""`paicha projection rebuild`: a process of its own, under the role and the NATS user of rebuilds alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter

from deploy.cli.progress import ProgressLine
from deploy.cli.projection.generations import told
from deploy.cli.terminal import say, say_json, warn
from deploy.embedded.folder import DEFAULT, ROOT, DataFolder
from deploy.embedded.ports import kept_ports
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from deploy.provision.databases import REBUILD_ROLES
from deploy.servers.ports import LOOPBACK
from services.reporting.generations.settings import From
from shared.bus.users import REBUILD, REBUILDS

Told = dict[str, Any]
_TOLD = frozenset({"step", "compared", "failed"})
"""Beside what it logs."""


def rebuild(
    *,
    data: Path | None = None,
    source: Annotated[From | None, Parameter(name="--from")] = None,
    json: bool = False,
) -> int:
    """Build a generation of the figures beside the live one with this version, and compare the two.

    Nothing of what answers is touched. What was interrupted goes on where it ended. Ends with 1 where the two
    differ, or where it could not be finished: it says why, and how far it came.

    Parameters
    ----------
    data
        Folder of the running deployment. With containers: docker compose run --rm rebuild.
    source
        The archive, the stream, or both: the archive as far as it goes, then the stream. Both, where there is
        an archive and nothing is said.
    json
        Print the outcome as JSON.
    """
    if os.environ.get("PAICHA_URL"):
        raise Refusal(
            "设置了 PAICHA_URL：请在该部署所在的机器上重建（容器部署用 docker compose run --rm rebuild）。",
            "PAICHA_URL is set: rebuild where that deployment runs (with containers by docker compose run "
            "--rm rebuild).",
            usage=True,
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "services.reporting.generations"],
        stdout=subprocess.PIPE,
        env=_environment(DataFolder(data or DEFAULT), source),
        cwd=ROOT,
    )
    try:
        last = _followed(process)
    except KeyboardInterrupt:
        raise Refusal(
            "已中断；再次运行即从中断处继续。", "Interrupted: run it again, it goes on where it ended."
        ) from None
    finally:
        process.terminate()
        process.wait()
    return _outcome(last, process.returncode, as_json=json)


def _environment(folder: DataFolder, source: From | None) -> dict[str, str]:
    address = running_address(folder)
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAICHA_")}
    return own | {
        "PAICHA_SECRETS_DIR": str(folder.secrets("rebuild")),
        "PAICHA_DATABASE_HOST": LOOPBACK,
        "PAICHA_DATABASE_PORT": str(kept_ports(folder)["postgres"]),
        "PAICHA_DATABASE_NAME": REBUILDS,
        "PAICHA_DATABASE_USER": REBUILD_ROLES[REBUILDS],
        "PAICHA_NATS_URL": address.nats_url,
        "PAICHA_NATS_USER": REBUILD,
        "PAICHA_ARCHIVE": str(folder.archive),
        "PAICHA_REBUILD_FROM": source or os.environ.get("PAICHA_REBUILD_FROM", ""),
        "PAICHA_REBUILD_PROCESSES": os.environ.get("PAICHA_REBUILD_PROCESSES", ""),
        "PAICHA_REBUILD_PATIENCE_SECONDS": os.environ.get("PAICHA_REBUILD_PATIENCE_SECONDS", ""),
    }


def _followed(process: "subprocess.Popen[bytes]") -> Told:
    """Shows how far it is. Returns the last that it told."""
    line: ProgressLine | None = None
    step, last = "", {}
    for told_ in _lines(process):
        last = told_
        if "step" not in told_:
            continue
        if told_["step"] != step:
            if line is not None:
                line.close()
            step, line = told_["step"], ProgressLine(told_["total"], step)
        if line is not None:
            line.show(told_["done"], f" ({step})")
    if line is not None:
        line.close()
    process.wait()
    return last


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[Told]:
    for written in process.stdout or ():
        try:
            told_ = orjson.loads(written)
        except orjson.JSONDecodeError:
            continue
        if isinstance(told_, dict) and not _TOLD.isdisjoint(told_):
            yield told_


def _outcome(last: Told, code: int, *, as_json: bool) -> int:
    if as_json:
        say_json(last)
    elif "compared" in last:
        for line in told(last["compared"]):
            say(line)
    elif "failed" in last:
        failed, at = last["failed"], last["failed"]["at"]
        reached = f"{at['step'] or '-'} {at['done']:,}/{at['total']:,}, {at['positions']}"
        warn(
            f"未能完成：{failed['zh']}（{failed['code']}，停在 {reached}）\n"
            f"It was not finished: {failed['en']} ({failed['code']}, at {reached})"
        )
    else:
        warn(
            f"重建进程被中止（{code}）；现行数据未受影响，再次运行即从中断处继续。\n"
            f"What rebuilds was ended from outside ({code}); what answers is untouched. Run it again: it "
            "goes on where it ended."
        )
    return 0 if code == 0 else 1
