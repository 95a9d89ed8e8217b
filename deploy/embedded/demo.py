"""Simulated facts for a demonstration: published once per data folder, as another system would do it."""

import asyncio
import os
import sys
from typing import Any

import httpx

from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.progress import Progress
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address, running_address
from deploy.servers.process import LAUNCHER
from deploy.simulator.campaign_file import CAMPAIGN
from services.registry.campaign_file import read_campaign_file
from shared.clock import Clock, DemoTime

SEED, UNITS, HAZARDS = 31, 600, 5000
_COUNTED = ("registry", "hazards")
_COUNTED_SECONDS = 60


def check_demo(folder: DataFolder) -> None:
    """Shared seats and simulated facts have no place among real people, and facts stay for good."""
    was_one = folder.demo_loaded.exists() or (folder.address.exists() and last_address(folder).demo)
    if not was_one and read_accounts(folder).accounts:
        raise Refusal(
            f"数据目录 {folder.path} 有正式账号，不能加 --demo；请用 --data 另选目录。",
            f"{folder.path} holds accounts of people: no --demo there; choose another folder with --data.",
            usage=True,
        )


async def load_demo(folder: DataFolder, clock: DemoTime | None, progress: Progress) -> None:
    """Interrupted, it publishes all of it again at the next start: what is known is a duplicate."""
    if not folder.demo_loaded.exists():
        facts = folder.path / "demo.jsonl"
        progress.say(f"Simulating a campaign: {UNITS} units, {HAZARDS} hazards …")
        sizes = ("--seed", str(SEED), "--units", str(UNITS), "--hazards", str(HAZARDS))
        # What the demo's clock has not reached yet would be refused as in the future.
        until = () if clock is None else ("--until", Clock(clock).now().isoformat())
        simulated = await _paicha("simulate", *sizes, *until, "--out", str(facts))
        progress.say("Publishing it through the bus …")
        published = await _paicha("publish", str(facts), "--data", str(folder.path))
        if simulated == published == 0:
            facts.unlink()
            folder.demo_loaded.touch()
    # Of several towns the one that is simulated.
    town = read_campaign_file(CAMPAIGN).township
    operator, office = (token_for(folder, role, township=town) for role in ("operator", "safety_office"))
    try:
        async with asyncio.timeout(_COUNTED_SECONDS):
            await _until_counted(folder, operator, office)
    except TimeoutError:
        progress.say("Figures are still being counted; what follows names the positions it counts.")
    await _paicha("report", "annex-3", "--data", str(folder.path), PAICHA_TOKEN=office)


async def _until_counted(folder: DataFolder, operator: str, office: str) -> None:
    """Every fact has its receipt; the figures follow within moments, and are shown when all are in."""
    async with httpx.AsyncClient(base_url=running_address(folder).url, timeout=10) as http:

        async def ask(path: str, token: str) -> Any:
            answer = await http.get(path, headers={"Authorization": f"Bearer {token}"})
            return answer.json() if answer.is_success else {}

        campaigns = (await ask("/registry/campaigns", office)).get("campaigns", [])
        forms = [f"/reporting/campaigns/{campaign['id']}/annex-3" for campaign in campaigns]
        while True:
            heads = {log: (await ask(f"/{log}/audit/state", operator)).get("position") for log in _COUNTED}
            if all([(await ask(form, office)).get("positions") == heads for form in forms]):
                return
            await asyncio.sleep(0.2)


async def _paicha(*arguments: str, **settings: str) -> int:
    """A process of its own, so that its work never keeps us from supervising; it writes to our terminal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), "9", ""),
        *(sys.executable, "-m", "deploy.cli", *arguments),
        cwd=ROOT,
        env={**os.environ, **settings},
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
