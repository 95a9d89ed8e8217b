"""The life of one `paicha up`: start, announce, supervise until asked to stop, stop in order."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from signal import SIGHUP, SIGINT, SIGTERM

from deploy.demo.schedule import beginning
from deploy.embedded.demo import check_demo, load_demo
from deploy.embedded.demo_clock import demo_time, kept_clock
from deploy.embedded.deployment import Deployment
from deploy.embedded.disk import check_space, disk_full, means_full, watch_disk
from deploy.embedded.folder import DataFolder
from deploy.embedded.lock import held
from deploy.embedded.log_refused import log_refused
from deploy.embedded.ports import check_gateway_port
from deploy.embedded.progress import Progress
from deploy.embedded.quiet import quieten
from deploy.embedded.refusal import Refusal
from deploy.embedded.supervisor import NotStarting, Supervisor
from deploy.embedded.welcome import welcome
from deploy.simulator.campaign_file import CAMPAIGN
from services.registry.campaign_file import read_campaign_file


@dataclass(frozen=True, slots=True)
class Wishes:
    data: Path
    port: int
    demo: bool
    demo_clock: str | None


def up(wishes: Wishes) -> None:
    """Until Ctrl-C or SIGTERM. A Refusal says why it could not start."""
    folder = DataFolder(wishes.data)
    quieten()
    try:
        folder.create()
        with held(folder):
            check_gateway_port(wishes.port)
            check_space(folder.path)
            asyncio.run(_run(folder, wishes))
    except PermissionError as error:
        raise Refusal(
            f"无权使用 {error.filename}：请由数据目录 {folder.path} 的所有者启动，或用 --data 另选目录。",
            f"No right to use {error.filename}: start as the owner of {folder.path}, or choose another.",
        ) from error
    except OSError as error:
        if means_full(error):
            raise disk_full(folder.path) from error
        raise
    except NotStarting as error:
        if "No space left on device" in error.log_tail:
            raise disk_full(folder.path) from error
        if (refused := log_refused(error.log_tail)) is not None:
            raise refused from error
        raise Refusal(f"{error.name} 未能启动，日志在 {folder.log(error.name)}。", str(error)) from error


async def _run(folder: DataFolder, wishes: Wishes) -> None:
    if wishes.demo:
        check_demo(folder)
    progress = Progress()
    supervisor = Supervisor(progress.say)
    clock = demo_time(folder, wishes.demo_clock, demo=wishes.demo, loads_from=_beginning())
    deployment = Deployment(folder, wishes.port, wishes.demo, clock is not None, progress, supervisor)

    async def life() -> None:
        address = await deployment.start()

        async def present() -> None:
            if wishes.demo:
                await load_demo(folder, progress)
            progress.say(welcome(folder, address, kept_clock(folder)))

        await asyncio.gather(present(), deployment.tend(address))

    watches = asyncio.gather(supervisor.watch(), watch_disk(folder.path, progress.say))
    try:
        await _until_asked_to_stop(life, supervisor, progress)
    finally:
        watches.cancel()
        with suppress(asyncio.CancelledError):
            await watches
        await supervisor.stop()
        progress.say("Stopped. 已停止。")


def _beginning() -> datetime:
    """Of what a demonstration loads."""
    return beginning(read_campaign_file(CAMPAIGN))


async def _until_asked_to_stop(
    life: Callable[[], Awaitable[None]], supervisor: Supervisor, progress: Progress
) -> None:
    """The first signal stops in order; a second one does not wait."""
    task = asyncio.ensure_future(life())
    asked = False

    def stop() -> None:
        nonlocal asked
        if asked:
            supervisor.kill()
            return
        asked = True
        task.cancel()
        progress.say("Stopping … 正在停止……")

    loop = asyncio.get_running_loop()
    for signal in (SIGINT, SIGTERM, SIGHUP):
        loop.add_signal_handler(signal, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not asked:
            raise
