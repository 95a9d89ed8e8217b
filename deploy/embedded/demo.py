"""Simulated facts for a demonstration: published once per data folder, as another system would do it."""

import asyncio
import os
import sys

from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.progress import Progress
from deploy.embedded.refusal import Refusal

SEED, UNITS, HAZARDS = 31, 600, 5000


async def load_demo(folder: DataFolder, progress: Progress) -> None:
    """Interrupted, it publishes all of it again at the next start: what is known is a duplicate."""
    if folder.demo_loaded.exists():
        return
    facts = folder.path / "demo.jsonl"
    with progress.step(f"Simulated a campaign: {UNITS} units, {HAZARDS} hazards"):
        sizes = ("--seed", str(SEED), "--units", str(UNITS), "--hazards", str(HAZARDS))
        await _paicha("simulate", *sizes, "--out", str(facts))
    with progress.step("Published it through the bus"):
        await _paicha("publish", str(facts), "--data", str(folder.path))
    facts.unlink()
    folder.demo_loaded.touch()


async def _paicha(*arguments: str) -> None:
    """A process of its own, so that its work never keeps us from supervising; it writes to our terminal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(ROOT / "deploy/servers/launcher.py"), str(os.getpid()), "9", "0"),
        *(sys.executable, "-m", "deploy.cli", *arguments),
        cwd=ROOT,
    )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if code != 0:
        raise Refusal(
            f"演示数据未能载入（paicha {arguments[0]} 以 {code} 结束）；请重新启动。",
            f"The demo's facts were not loaded (paicha {arguments[0]} ended with {code}); start again.",
        )
