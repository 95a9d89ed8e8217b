"""Makes golden logs: `python -m tests.reporting.deriving.make_golden FOLDER`. Never run by tests.

A golden folder is never made again: it stands for what was signed by the version that made it. Whatever a
later version signs otherwise (a new policy, a new column) gets another folder beside it, made by this script
after its facts were added to `golden_facts`. The key that signs is made for it and thrown away.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.log_files.fetching import fetch, saved_to
from deploy.publishing.connection import BusAccess
from shared.bus.users import PROVISIONER
from shared.migrations import upgrade
from shared.signing import with_new_key
from tests.reporting.consolidation.sheets import accept, consolidate
from tests.reporting.deriving.golden_facts import (
    OTHER_POLICY,
    TOWNS,
    before_the_second_deadline,
    before_the_third_deadline,
    missed,
    two_golden_towns,
)
from tests.reporting.keys.test_rotation import keys_of, revoked, until_there_are
from tests.reporting.story import CAMPAIGN
from tests.reporting.submissions.office import Office, open_office
from tests.reporting.submissions.test_head_review import head_of
from tests.reporting.submissions.test_scans import attach, photographed
from tests.support.buses import TestBus
from tests.support.databases import fresh_database
from tests.support.servers import PASSWORD, nats_for_tests, postgres_for_tests

DEPARTMENTS, VILLAGES = ("d-a", "d-b"), ("v-e", "v-w")


async def signed(office: Office, period: str, filer: str, **more: Any) -> str:
    """With whatever has to be said: why it is late, why figures fell, that nothing changed."""
    prepared = await office.prepared(period, filer)
    more.setdefault("unchanged", prepared["unchanged"])
    more["fall_reasons"] = {fall["column"]: "复核后更正" for fall in prepared["falls"]}
    if prepared["late"] and "corrects" not in more:
        more["late_reason"] = "on_leave"
    if "on_behalf" in more:
        answer = await office.post("submissions", await office.body(period, filer, **more))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["number"])
    return await office.signed(period, filer, **more)


async def accepted(office: Office, period: str, *filers: str, **more: Any) -> list[str]:
    numbers = [await signed(office, period, filer, **more) for filer in filers]
    for number in numbers:
        await accept(office, number)
    return numbers


async def act(office: Office, path: str, body: dict[str, Any], who: dict[str, str] | None = None) -> None:
    answer = await office.post(path, body, who)
    assert answer.status_code == 200, answer.text


async def first_period(office: Office) -> None:
    await accepted(office, "1", "d-a", "d-c", "v-e")


async def first_sheets(office: Office) -> None:
    """A department and a village are missing."""
    for annex in ("annex-3", "annex-4"):
        await consolidate(office, annex, "1", remark="首期")
    extension = {"period": "1", "filer": "v-w", "until": "2024-12-03T18:00:00+08:00", "reason": "停电"}
    await act(office, "review/extensions", extension)


async def second_edition(office: Office) -> None:
    """They signed late, and stand there."""
    (number, _) = await accepted(office, "1", "d-b", "v-w")
    scan = await photographed(office, f"submissions/{number}")
    answer = await attach(office, scan, office.as_("officer", "d-b"))
    assert answer.status_code == 201, answer.text
    await consolidate(office, "annex-3", "1")
    number = await consolidate(office, "annex-4", "1")
    await act(office, f"consolidations/{number}/countersign", {}, office.as_("leader", None, "韩梅"))
    up = {"to": "区安委办", "how": "政务邮箱", "document": "xlsx"}
    await act(office, f"consolidations/{number}/send-up", up)


async def second_period(office: Office) -> None:
    """Figures fell; one is withdrawn, one returned, one signed by the safety office."""
    remarks = [{"column": "hazards_found", "text": "误报一条已撤销"}, {"column": None, "text": "数据已核对"}]
    withdrawn_ = await signed(office, "2", "v-e")
    await act(office, f"submissions/{withdrawn_}/withdraw", {}, office.as_("reporter", "v-e"))
    returned = await signed(office, "2", "d-a", remarks=remarks)
    await act(office, f"submissions/{returned}/return", {"reason": "请核对", "column": "fines"})
    paragraph = (await office.get("periods/2/d-a/narrative", office.officer)).json()["paragraph"]
    await accepted(office, "2", "d-a", narrative={"paragraph": paragraph, "problems": "底数不清。"})
    await accepted(office, "2", "v-e", "v-w")


async def second_period_late(office: Office) -> None:
    on_behalf = {"reason": "设备故障", "asked_by": "王芳"}
    await accepted(office, "2", "d-b", on_behalf=on_behalf)
    for annex in ("annex-3", "annex-4"):
        await consolidate(office, annex, "2")


async def corrected(office: Office) -> None:
    standing = (await office.get("submissions")).json()["submissions"]
    (number,) = [
        each["number"]
        for each in standing
        if (each["period"], each["filer"]["id"], each["state"]) == ("2", "d-a", "accepted")
    ]
    await accepted(office, "2", "d-a", corrects=number, correction_reason="漏录一条")
    await consolidate(office, "annex-3", "2")


async def with_the_other_policy(office: Office, period: str) -> None:
    office.campaign = OTHER_POLICY
    for filer in (*DEPARTMENTS, *VILLAGES):
        number = await signed(office, period, filer)
        await act(office, f"submissions/{number}/review", {}, head_of(office, filer))
        await accept(office, number)
    for annex in ("annex-3", "annex-4"):
        await consolidate(office, annex, period)
    office.campaign = CAMPAIGN


async def last_periods(office: Office, period: str) -> None:
    await accepted(office, period, *DEPARTMENTS, *VILLAGES)
    for annex in ("annex-3", "annex-4"):
        await consolidate(office, annex, period)


async def lived_through(office: Office) -> None:
    story = office.reporting.story
    await at_(office, "11-29 10:00", first_period)
    await at_(office, "11-30 19:00", first_sheets)
    await at_(office, "12-02 09:00", second_edition)
    before_the_second_deadline(story)
    await office.publish()
    await at_(office, "12-14 09:00", second_period)
    await at_(office, "12-14 10:00", lambda each: with_the_other_policy(each, "2"))
    await at_(office, "12-15 09:00", second_period_late)
    missed(story)
    await office.publish()
    await at_(office, "12-20 09:00", corrected)
    await rotated(office)
    before_the_third_deadline(story)
    await office.publish()
    await at_(office, "12-30 17:00", lambda each: last_periods(each, "3"))
    await at_(office, "12-30 17:30", lambda each: with_the_other_policy(each, "3"))
    await at_(office, "03-05 09:00", lambda each: last_periods(each, "final"))


async def rotated(office: Office) -> None:
    """The first key got out, long after all that it signed."""
    office.set_clock("12-21 09:00")
    (first,) = await keys_of(office)
    office.keys.write_bytes(with_new_key(office.keys.read_bytes()))
    await until_there_are(office, 2)
    answer = await revoked(office, first["id"], "2024-12-25T00:00:00+08:00")
    assert answer.status_code == 200, answer.text


async def at_(office: Office, now: str, what: Any) -> None:
    office.set_clock(now)
    await in_both(office, what)


async def in_both(office: Office, what: Any) -> None:
    for office.township in TOWNS:
        await what(office)


async def make(target: Path, folder: Path) -> None:
    with postgres_for_tests(folder / "postgres") as dsn, nats_for_tests(folder / "nats") as url:
        bus = TestBus(url)
        await bus.fresh_streams()
        async with fresh_database(dsn, "reporting") as database:
            await upgrade("reporting", database.owner_dsn)
            async with open_office(bus, database, folder, two_golden_towns(), "11-29 08:00") as office:
                await lived_through(office)
        with saved_to(target) as partial:
            await fetch(BusAccess(url, PROVISIONER, PASSWORD), partial, lambda *_: None)
        await bus.close()


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        (Path(temporary) / "postgres").mkdir()
        (Path(temporary) / "nats").mkdir()
        asyncio.run(make(Path(sys.argv[1]), Path(temporary)))
