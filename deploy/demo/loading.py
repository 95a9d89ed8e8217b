"""Loading the demonstration: its clock is stepped from act to act: each is recorded when it happened."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import httpx

from deploy.cli.progress import ProgressLine
from deploy.demo import contacts, templates
from deploy.demo.acts import Remind, Send, SendUp, Step
from deploy.demo.asking import Api, Refused
from deploy.demo.counted import until_counted
from deploy.demo.facts import Facts
from deploy.demo.office import Office
from deploy.demo.schedule import schedule
from deploy.demo.sent import until_sent
from deploy.embedded.demo_clock import kept_clock, step_to
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import seats
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from deploy.simulator.campaign_file import CAMPAIGN
from deploy.simulator.simulate import Plan
from services.registry.campaign_file import CampaignFile, read_campaign_file

_SECONDS = 120


async def load(folder: DataFolder, plan: Plan, say: Callable[[str], None]) -> None:
    """Interrupted, it goes on at the next start: the clock stands where it was, and each act is known."""
    clock = kept_clock(folder)
    if clock is None or clock.held_at is None:
        raise ValueError("the clock of this folder runs: there is no past to load")
    campaign = read_campaign_file(CAMPAIGN)
    steps = schedule(campaign, clock.start)
    facts = Facts(folder.path, plan)
    async with httpx.AsyncClient(base_url=running_address(folder).url, timeout=_SECONDS) as http:
        api = Api(http, folder, campaign.township)
        office = Office(api, campaign.id, _roles(campaign))
        waits = _Waits(
            partial(until_counted, http, folder, campaign.township),
            partial(until_sent, http, folder, campaign.township),
        )
        try:
            await contacts.enter(api, campaign, seats(folder))
            await templates.approve(api)
            await _Loader(folder, facts, waits, office).run(steps, clock.held_at, say)
        except Refused as refused:
            raise refused.told from refused
        except TimeoutError as error:
            raise Refusal(
                "演示数据未载入完毕：统计未能跟上。重新启动将继续载入。",
                "The demonstration is not loaded: figures do not follow. Starting again goes on.",
            ) from error


@dataclass(frozen=True, slots=True)
class _Waits:
    until_counted: Callable[[], Awaitable[None]]
    until_sent: Callable[[], Awaitable[None]]


class _Loader:
    def __init__(self, folder: DataFolder, facts: Facts, waits: _Waits, office: Office) -> None:
        self._folder, self._facts, self._waits, self._office = folder, facts, waits, office
        self._counted = False
        """All that was published is in the figures."""
        self._done = Counter[str]()

    async def run(self, steps: list[Step], reached: datetime, say: Callable[[str], None]) -> None:
        progress = ProgressLine(len(steps), "steps 步")
        try:
            for number, step in enumerate(steps):
                if step.at < reached:
                    self._pass_over(step)
                    continue
                step_to(self._folder, step.at)
                await self._do(step)
                progress.show(number, f" · {step.at:%Y-%m-%d %H:%M}")
                if isinstance(step, SendUp) and step.edition == 1:
                    self._tell(f"第{step.period}期已汇总上报 period {step.period} went up", say)
        finally:
            progress.close()
        self._tell("最近一期待审核、汇总 the latest period is left to be reviewed and consolidated", say)

    def _pass_over(self, step: Step) -> None:
        if isinstance(step, Send):
            self._facts.pass_over(step.at)

    async def _do(self, step: Step) -> None:
        if isinstance(step, Send):
            published = await self._facts.publish(step.at)
            self._done["facts"] += published
            self._counted = self._counted and not published
            return
        if isinstance(step, Remind):
            await self._waits.until_sent()
            return
        if not self._counted:
            await self._waits.until_counted()
            self._counted = True
        await self._office.do(step)
        self._done[type(step).__name__] += 1

    def _tell(self, what: str, say: Callable[[str], None]) -> None:
        done, self._done = self._done, Counter()
        say(
            f"{what}: {done['facts']:,} 条数据 facts · {done['Sign']} 份报送 signed · "
            f"{done['Return']} 份退回 returned"
        )


def _roles(campaign: CampaignFile) -> dict[str, str]:
    villages = {each.id: "reporter" for each in campaign.villages}
    return villages | {each.id: "officer" for each in campaign.departments}
