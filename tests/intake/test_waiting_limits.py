"""What may wait has an end: about one subject, for one account, and in all."""

from shared.facts.account import Account
from shared.facts.fact import Fact
from shared.intake.judging.waiting_limits import ABOUT_ONE_SUBJECT, IN_ALL, OF_ONE_ACCOUNT, Usage, weight_of
from shared.problems import Rejected
from tests.intake.conftest import TOWNSHIP, Town, fact, found
from tests.support.relaying import eventually

V_A = Account("li@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))
COLLEAGUE = Account("sun@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))


def of(account: Account, remark: str = "") -> Fact:
    return fact("hazard.closed", account=account, hazard_id="h", by="v-a", remark=remark or None)


def refused(usage: Usage, given: Fact, line: str) -> bool:
    try:
        usage.check(given, line, weight_of(given), Usage())
    except Rejected as why:
        return why.code == "too_many_waiting"
    return False


def test_one_account_about_one_subject() -> None:
    usage, mine, colleagues = Usage(), of(V_A), of(COLLEAGUE)
    for _ in range(ABOUT_ONE_SUBJECT.facts):
        assert not refused(usage, mine, "h-1")
        usage.add(mine, "h-1", weight_of(mine))
    assert refused(usage, mine, "h-1")
    assert not refused(usage, mine, "h-2")
    assert not refused(usage, colleagues, "h-1"), "nobody fills a line for others"


def test_one_account_by_number_and_by_bytes() -> None:
    usage, mine, long = Usage(), of(V_A), of(V_A, "长" * 4000)
    for nth in range(OF_ONE_ACCOUNT.facts):
        usage.add(mine, f"h-{nth}", weight_of(mine))
    assert refused(usage, mine, "h")
    assert not refused(usage, of(COLLEAGUE), "h")

    usage = Usage()
    for nth in range(OF_ONE_ACCOUNT.bytes // weight_of(long)):
        usage.add(long, f"h-{nth}", weight_of(long))
    assert refused(usage, long, "h")


def test_all_together() -> None:
    usage, one_more = Usage(), of(V_A)
    facts = [of(Account(f"a-{n}", TOWNSHIP, "reporter", frozenset({"v-a"}))) for n in range(20)]
    for nth in range(IN_ALL.facts):
        usage.add(facts[nth % 20], f"h-{nth}", 100)
    assert refused(usage, one_more, "h")


def test_who_leaves_makes_room() -> None:
    usage, mine = Usage(), of(V_A)
    for _ in range(ABOUT_ONE_SUBJECT.facts):
        usage.add(mine, "h-1", weight_of(mine))
    usage.remove(mine, "h-1", weight_of(mine))
    assert not refused(usage, mine, "h-1")


async def test_one_too_many_is_refused_and_free_to_come_again(town: Town) -> None:
    """In one call and over several, and what is refused waits nowhere."""
    intake = await town.intake()
    some = [
        fact("hazard.merged", id=f"m-{nth}", hazard_id="h-1", into=f"h-new-{nth}", account=V_A)
        for nth in range(ABOUT_ONE_SUBJECT.facts + 5)
    ]
    await intake.submit([found("h-1", account=V_A)], over_bus=False)

    first = await intake.submit(some[:60], over_bus=False)
    second = await intake.submit(some[60:], over_bus=False)

    outcomes = [(receipt.outcome, receipt.code) for receipt in (*first, *second) if receipt]
    assert outcomes[: ABOUT_ONE_SUBJECT.facts] == [("waiting", None)] * ABOUT_ONE_SUBJECT.facts
    assert outcomes[ABOUT_ONE_SUBJECT.facts :] == [("rejected", "too_many_waiting")] * 5
    assert len(await town.rows("select 1 from waiting")) == ABOUT_ONE_SUBJECT.facts

    await intake.submit([found("h-new-0")], over_bus=False)
    await eventually(lambda: len(intake.retries.room) == ABOUT_ONE_SUBJECT.facts - 1)
    again = await intake.submit(some[-1:], over_bus=False)
    assert [receipt and receipt.outcome for receipt in again] == ["waiting"]


async def test_a_fact_that_misses_very_much_keeps_little_of_it_in_memory(town: Town) -> None:
    """It waits for the first few; when they are known, for the next."""
    intake = await town.intake()
    people = [f"o-{nth}" for nth in range(60)]
    visit = fact(
        "inspection.completed", id="visit", inspection_id="i-1", unit_id="u-1", by="d-a", participants=people
    )
    await intake.submit([visit], over_bus=True)
    waiting = intake.retries.room.find(visit.key)
    assert waiting is not None
    assert len(waiting.missing) == 5

    for some in (people[:31], people[31:]):
        intake.release(await town.learn(*(("official", each) for each in some)))
    await eventually(lambda: len(town.announced) == 1)
    assert town.announced[0].outcome == "accepted"
