"""The demonstration's clock: one file of the data folder, never smuggled into real data."""

from datetime import UTC, datetime

from pydantic import ValidationError

from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address
from deploy.servers.private import write_private
from shared.clock import DemoTime
from shared.instant import SHANGHAI

AFTER_LOADING = "2025-01-16T10:00:00+08:00"
"""Two days after a deadline: there is something to review, to hurry and to consolidate."""


def demo_time(folder: DataFolder, asked: str | None, *, demo: bool, loads_from: datetime) -> DemoTime | None:
    """The clock that this folder has, or gets now; None is the system's own.

    A new demonstration gets one in any case, held for its loader: at `loads_from`, or where it starts before.
    """
    if folder.older_demo_clock.exists():
        folder.older_demo_clock.replace(folder.demo_clock)
    kept = kept_clock(folder)
    if kept is None and asked is None and demo and folder.is_fresh:
        asked = AFTER_LOADING
    if kept is not None:
        _refuse_smuggled(folder, kept, demo=demo)
    if asked is None:
        return kept
    wanted = parse(asked)
    if kept is not None:
        _refuse_another(kept, wanted)
        return kept
    if not (demo or folder.is_fresh):
        raise Refusal(
            "数据目录中已有数据，不能改用演示时钟；请加 --demo，或用 --data 另选空目录。",
            "This folder holds data; a demo clock needs --demo or an empty folder (--data).",
            usage=True,
        )
    if demo and folder.is_fresh:
        wanted = wanted.model_copy(update={"held_at": min(loads_from, wanted.start)})
    return _keep(folder, wanted)


def parse(text: str) -> DemoTime:
    """START[,SPEED]; a start without an offset is the town's time."""
    start_text, _, speed_text = text.partition(",")
    try:
        start = datetime.fromisoformat(start_text.strip())
        if start.tzinfo is None:
            start = start.replace(tzinfo=SHANGHAI)
        return DemoTime(start=start, anchor=datetime.now(UTC), speed=float(speed_text or 1))
    except (ValueError, ValidationError):
        raise Refusal(
            f"--demo-clock “{text}”无效，应为 START[,SPEED]，例如 2024-12-14T08:00:00+08:00,60。",
            f"--demo-clock “{text}” is not START[,SPEED], as in 2024-12-14T08:00:00+08:00,60.",
            usage=True,
        ) from None


def kept_clock(folder: DataFolder) -> DemoTime | None:
    if not folder.demo_clock.exists():
        return None
    return DemoTime.model_validate_json(folder.demo_clock.read_text("utf-8"))


def step_to(folder: DataFolder, moment: datetime) -> None:
    """Every process shows it from now on. Forward only: what is recorded lies in increasing time."""
    kept = kept_clock(folder)
    if kept is None or kept.held_at is None or not kept.held_at <= moment <= kept.start:
        raise ValueError(f"the demo clock can't be stepped to {moment.isoformat()}: it is {kept!r}")
    if moment > kept.held_at:
        _keep(folder, kept.model_copy(update={"held_at": moment}))


def let_run(folder: DataFolder) -> DemoTime | None:
    """From its start on, once all is loaded; one that runs already is left alone."""
    kept = kept_clock(folder)
    if kept is None or kept.held_at is None:
        return kept
    return _keep(folder, kept.model_copy(update={"anchor": datetime.now(UTC), "held_at": None}))


def _keep(folder: DataFolder, clock: DemoTime) -> DemoTime:
    write_private(folder.demo_clock, clock.model_dump_json(exclude_none=True))
    return clock


def _refuse_another(kept: DemoTime, wanted: DemoTime) -> None:
    if (kept.start, kept.speed) != (wanted.start, wanted.speed):
        raise Refusal(
            f"数据目录已有演示时钟（{kept}），不能更改；请用 --data 另选目录。",
            f"This data folder has its demo clock ({kept}) for good; choose another folder with --data.",
            usage=True,
        )


def _refuse_smuggled(folder: DataFolder, kept: DemoTime, *, demo: bool) -> None:
    """Neither a file that came to a folder of real data later, nor a demonstration that is half loaded."""
    if demo:
        return
    if kept.held_at is not None:
        raise Refusal(
            "演示数据尚未载入完毕；请加 --demo 启动以继续载入，或用 --data 另选目录。",
            "The demonstration is not loaded to its end: start with --demo to go on, or choose --data.",
            usage=True,
        )
    if folder.address.exists() and last_address(folder).demo_clock is False:
        raise Refusal(
            f"{folder.path} 存有按真实时间记录的数据，不能使用演示时钟；请移走 {folder.demo_clock}。",
            f"{folder.path} holds data of real time: no demo clock there; move {folder.demo_clock} away.",
            usage=True,
        )
