"""The demonstration's clock: set once, kept with the data folder, never smuggled into real data."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.private import write_private
from shared.clock import DemoTime

TOWN_TIME = ZoneInfo("Asia/Shanghai")


def demo_time(folder: DataFolder, asked: str | None, *, demo: bool) -> DemoTime | None:
    """The clock that this folder has, or gets now; None is the system's own."""
    kept = _kept(folder)
    if asked is None:
        return kept
    wanted = parse(asked)
    if kept is not None:
        if (kept.start, kept.speed) != (wanted.start, wanted.speed):
            raise Refusal(
                f"数据目录已有演示时钟（{kept}），不能更改；请用 --data 另选目录。",
                f"This data folder has its demo clock ({kept}) for good; choose another folder with --data.",
                usage=True,
            )
        return kept
    if not (demo or folder.is_fresh):
        raise Refusal(
            "数据目录中已有数据，不能改用演示时钟；请加 --demo，或用 --data 另选空目录。",
            "This folder holds data; a demo clock needs --demo or an empty folder (--data).",
            usage=True,
        )
    write_private(folder.demo_clock, wanted.model_dump_json())
    return wanted


def parse(text: str) -> DemoTime:
    """START[,SPEED]; a start without an offset is the town's time."""
    start_text, _, speed_text = text.partition(",")
    try:
        start = datetime.fromisoformat(start_text.strip())
        if start.tzinfo is None:
            start = start.replace(tzinfo=TOWN_TIME)
        return DemoTime(start=start, anchor=datetime.now(UTC), speed=float(speed_text or 1))
    except (ValueError, ValidationError):
        raise Refusal(
            f"--demo-clock “{text}”无效，应为 START[,SPEED]，例如 2024-12-14T08:00:00+08:00,60。",
            f"--demo-clock “{text}” is not START[,SPEED], as in 2024-12-14T08:00:00+08:00,60.",
            usage=True,
        ) from None


def _kept(folder: DataFolder) -> DemoTime | None:
    if not folder.demo_clock.exists():
        return None
    return DemoTime.model_validate_json(folder.demo_clock.read_text("utf-8"))
