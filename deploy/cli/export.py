"""`paicha audit export`: the archives brought up to date, and handed out."""

import os
import time
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.refusal import Refusal
from shared.archive.copying import OtherArchive, copy_archive
from shared.archive.manifest import Manifest
from shared.archive.opened import opened
from shared.archive.reading import Damaged
from shared.bus.users import OWN_LOG
from shared.json_types import JsonObject

_LOOK_SECONDS = 0.3
_STILL_SECONDS = 120
"""An archive that nothing was added to for so long is not waited for any more."""

State = dict[str, Any]


def export(
    *,
    to: Path | None = None,
    data: Path | None = None,
    as_json: Annotated[bool, Parameter(name="json", negative=())] = False,
) -> int:
    """Archive what the logs hold by now, and copy the archives to a folder.

    Parameters
    ----------
    to
        Folder to copy them to, a folder for each log; an earlier copy there is added to.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another; to copy, that takes
        PAICHA_ARCHIVE as well: where its archives lie.
    as_json
        The outcome for a program.
    """
    source = None if to is None else _place(data)
    through = gateway(data, "operator")
    try:
        states = {service: _archived(through, service) for service in OWN_LOG}
        if to is not None and source is not None:
            for log in OWN_LOG.values():
                _copy(source, to, log)
    except KeyboardInterrupt:
        raise Refusal("已中断；再次运行即可继续。", "Interrupted: run this again, and it goes on.") from None
    whole = all(_is_done(state) for state in states.values())
    if as_json:
        say_json({"whole": whole, "logs": {state["log"]: _told(state) for state in states.values()}})
    else:
        for state in states.values():
            say(_line(state))
    return 0 if whole else 1


def _archived(through: Gateway, service: str) -> State:
    """Until all is archived that the log held when this began; or it failed, or nothing moves any more."""
    state: State = through.post(f"/{service}/archive").json()
    end, begin = state["position"], state["archived"]
    line, seen, moved = ProgressLine(max(0, end - begin), f"events 事件 {service}"), -1, time.monotonic()
    try:
        while state["archived"] < end and not state["failed"] and time.monotonic() - moved < _STILL_SECONDS:
            time.sleep(_LOOK_SECONDS)
            state = through.get(f"/{service}/archive").json()
            reached = max(state["archived"], state["reached"] or 0)
            if reached != seen:
                seen, moved = reached, time.monotonic()
            line.show(max(0, reached - begin))
    finally:
        line.close()
    return {**state, "asked": end}


def _is_done(state: State) -> bool:
    return bool(state["archived"] >= state["asked"])


def _told(state: State) -> JsonObject:
    return {name: state[name] for name in ("position", "archived", "segments", "bytes", "failed")}


def _line(state: State) -> str:
    size = f"{state['segments']} segments 段, {state['bytes']:,} bytes"
    line = f"{state['log']}: {state['archived']}/{state['asked']} · {size}"
    if _is_done(state):
        return line
    why = state["failed"] or f"{_STILL_SECONDS} 秒没有进展 nothing moved for {_STILL_SECONDS} s"
    return f"{line} · 未完成 not done: {why}"


def _place(data: Path | None) -> str:
    """Where the archives lie: a machine's matter, since they hold the events of every town."""
    if named := os.environ.get("PAICHA_ARCHIVE"):
        return named
    if os.environ.get("PAICHA_URL"):
        raise Refusal(
            "设置了 PAICHA_URL，复制归档还需用 PAICHA_ARCHIVE 指明其归档位置。",
            "PAICHA_URL is set; to copy its archives, say in PAICHA_ARCHIVE where they lie.",
            usage=True,
        )
    return str(DataFolder(data or DEFAULT).archive)


def _copy(source: str, to: Path, log: str) -> Manifest:
    line: ProgressLine | None = None

    def progress(done: int, total: int) -> None:
        nonlocal line
        line = line or ProgressLine(total, f"bytes 字节 {log}")
        line.show(done)

    try:
        return copy_archive(opened(f"{source}/{log}"), opened(str(to / log)), progress)
    except OtherArchive as error:
        raise Refusal(
            f"{to / log} 中是别的内容，不会覆盖：{error}。", f"Nothing is overwritten: {error}."
        ) from None
    except Damaged as error:
        raise Refusal(f"归档已损坏：{error}。", f"The archive is damaged: {error}.") from None
    except OSError as error:
        raise Refusal(f"无法写入 {to}：{error.strerror}。", f"Could not write {to}: {error}.") from error
    finally:
        if line is not None:
            line.close()
