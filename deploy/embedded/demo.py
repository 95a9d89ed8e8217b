"""Simulated facts for a demonstration: published once per data folder, as another system would do it."""

import asyncio
import os
import sys
from datetime import UTC, datetime

import httpx

from deploy.demo.counted import until_counted
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.demo_clock import kept_clock, let_run
from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.progress import Progress
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address, running_address
from deploy.servers.process import LAUNCHER
from deploy.simulator.campaign_file import CAMPAIGN
from services.registry.campaign_file import read_campaign_file
from shared.clock import DemoTime

SEED, UNITS, HAZARDS = 31, 600, 5000


def check_demo(folder: DataFolder) -> None:
    """Shared seats and simulated facts have no place among real people, and facts stay for good."""
    was_one = folder.demo_loaded.exists() or (folder.address.exists() and last_address(folder).demo)
    if not was_one and read_accounts(folder).accounts:
        raise Refusal(
            f"数据目录 {folder.path} 有正式账号，不能加 --demo；请用 --data 另选目录。",
            f"{folder.path} holds accounts of people: no --demo there; choose another folder with --data.",
            usage=True,
        )


async def load_demo(folder: DataFolder, progress: Progress) -> None:
    """Interrupted, it goes on at the next start: what is known already is a repetition."""
    if not folder.demo_loaded.exists():
        clock = kept_clock(folder)
        if clock is None or clock.held_at is None:
            await _load_facts(folder, clock, progress)
        else:
            await _load_past(folder, clock, progress)
    let_run(folder)
    # Of several towns the one that is simulated.
    town = read_campaign_file(CAMPAIGN).township
    try:
        async with httpx.AsyncClient(base_url=running_address(folder).url, timeout=10) as http:
            await until_counted(http, folder, town)
    except TimeoutError:
        progress.say("Figures are still being counted; what follows names the positions it counts.")
    office = token_for(folder, "safety_office", township=town)
    await _paicha("report", "annex-3", "--data", str(folder.path), PAICHA_TOKEN=office)


async def _load_past(folder: DataFolder, clock: DemoTime, progress: Progress) -> None:
    """The campaign's facts and what was signed, each at its time, up to where the clock starts."""
    progress.say(
        f"演示：逐日载入数据并报送至 {clock.start.isoformat()}，约需三分钟，机器繁忙时更久……\n"
        "Loading the campaign day by day up to there, with all that was signed; "
        "some three minutes, more on a busy machine …"
    )
    sizes = (str(SEED), str(UNITS), str(HAZARDS))
    if await _child("deploy.demo", str(folder.path), *sizes) != 0:
        raise Refusal(
            f"演示数据未载入完毕，原因见上。请再次运行 paicha up --demo --data {folder.path} 继续载入。",
            "The demonstration is not loaded to its end, see above; start it again to go on.",
        )
    folder.demo_loaded.touch()


async def _load_facts(folder: DataFolder, clock: DemoTime | None, progress: Progress) -> None:
    """Into a folder that was there before: it has its time already, and nothing is signed."""
    facts = folder.path / "demo.jsonl"
    progress.say(f"Simulating a campaign: {UNITS} units, {HAZARDS} hazards …")
    sizes = ("--seed", str(SEED), "--units", str(UNITS), "--hazards", str(HAZARDS))
    # What the demo's clock has not reached yet would be refused as in the future.
    until = () if clock is None else ("--until", clock.at(datetime.now(UTC)).isoformat())
    simulated = await _paicha("simulate", *sizes, *until, "--out", str(facts))
    progress.say("Publishing it through the bus …")
    published = await _paicha("publish", str(facts), "--data", str(folder.path))
    if simulated == published == 0:
        facts.unlink()
        folder.demo_loaded.touch()


async def _paicha(*arguments: str, **settings: str) -> int:
    return await _child("deploy.cli", *arguments, **settings)


async def _child(module: str, *arguments: str, **settings: str) -> int:
    """A process of its own, so that its work never keeps us from supervising; it writes to our terminal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), "9", ""),
        *(sys.executable, "-m", module, *arguments),
        cwd=ROOT,
        env={**os.environ, **settings},
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
