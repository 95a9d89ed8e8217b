"""What becomes of a fact: recorded once, refused with a reason, never half done."""

import asyncio

import asyncpg
import pytest

from shared.canonical import GENESIS
from shared.events.envelope import Envelope, event_hash
from shared.facts.account import Account
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from shared.problems import Rejected
from tests.intake.conftest import TOWNSHIP, Town, fact, found


async def one(intake: Intake, given: Fact) -> Receipt:
    receipt = (await intake.submit([given], over_bus=False))[0]
    assert receipt is not None
    return receipt


async def test_a_fact_becomes_one_event_and_the_same_again_gives_the_first_answer(town: Town) -> None:
    intake = await town.intake()
    given = found("h-1")

    first = await one(intake, given)
    again = await one(intake, given)

    assert (first.outcome, first.events) == ("accepted", (("hazards", 1),))
    assert (again.outcome, again.events) == ("duplicate", (("hazards", 1),))
    assert len(await town.rows("select 1 from events")) == 1


async def test_the_same_message_five_times_in_one_batch_is_one_event(town: Town) -> None:
    intake = await town.intake()

    receipts = await intake.submit([found("h-1", id="same")] * 5, over_bus=False)

    assert [receipt and receipt.outcome for receipt in receipts] == ["accepted", *["duplicate"] * 4]
    assert len(await town.rows("select 1 from events")) == 1


async def test_the_same_id_with_other_content_is_a_conflict(town: Town) -> None:
    intake = await town.intake()
    await one(intake, found("h-1", id="x"))

    receipt = await one(intake, found("h-2", id="x"))

    assert (receipt.outcome, receipt.code) == ("rejected", "id_conflict")


async def test_a_rejected_id_is_free_again(town: Town) -> None:
    intake = await town.intake()
    refused = await one(intake, fact("penalty.imposed", id="p", penalty_id="p-1", unit_id="u-1", by="v-a",
                                     kinds=["other"], fine_fen=0, decision_no="1"))  # fmt: skip
    assert (refused.outcome, refused.code) == ("rejected", "wrong_kind")

    accepted = await one(intake, fact("penalty.imposed", id="p", penalty_id="p-1", unit_id="u-1", by="d-a",
                                      kinds=["other"], fine_fen=0, decision_no="1"))  # fmt: skip

    assert accepted.outcome == "accepted"
    assert [row["code"] for row in await town.rows("select code from refusals")] == ["wrong_kind"]


async def test_one_refusal_in_a_batch_leaves_the_others_alone(town: Town) -> None:
    intake = await town.intake()

    receipts = await intake.submit(
        [found("h-1"), fact("hazard.referred", hazard_id="h-1", by="v-a", to="v-b"), found("h-2")],
        over_bus=False,
    )

    assert [receipt and (receipt.outcome, receipt.code) for receipt in receipts] == [
        ("accepted", None),
        ("rejected", "wrong_receiver"),
        ("accepted", None),
    ]


async def test_an_account_acts_for_its_own_organisation_only(town: Town) -> None:
    intake = await town.intake()
    reporter = Account("li", TOWNSHIP, "reporter", frozenset({"v-a"}))

    own = await one(intake, found("h-1", by="v-a", account=reporter))
    foreign = await one(intake, found("h-2", by="v-b", account=reporter))

    assert own.outcome == "accepted"
    assert (foreign.outcome, foreign.code) == ("rejected", "not_your_organisation")


async def test_who_has_nothing_to_do_with_a_hazard_may_not_speak_of_it(town: Town) -> None:
    intake = await town.intake()
    await one(intake, found("h-1", by="v-a"))
    stranger = Account("wu", TOWNSHIP, "reporter", frozenset({"v-b"}))

    receipt = await one(intake, fact("hazard.voided", hazard_id="h-1", reason="误报", account=stranger))

    assert (receipt.outcome, receipt.code) == ("rejected", "not_your_organisation")


async def test_of_several_organisations_the_one_whose_matter_it_is_acts(town: Town) -> None:
    """Another would become involved by it, and its people could speak of what is not theirs."""
    intake = await town.intake()
    system = Account("system", TOWNSHIP, "officer", frozenset({"v-a", "v-b"}))
    await one(intake, found("h-1", by="v-b"))
    await one(intake, fact("hazard.controls_imposed", hazard_id="h-1", controls="停用", account=system))
    envelopes = [Envelope.from_bytes(row["raw"]) for row in await town.rows("select raw from events")]
    assert envelopes[-1].actor_organisation == "v-b"

    reporter = Account("li", TOWNSHIP, "reporter", frozenset({"v-a"}))
    receipt = await one(intake, fact("hazard.voided", hazard_id="h-1", reason="误报", account=reporter))

    assert receipt.code == "not_your_organisation"
    assert receipt.message is not None
    assert "v-b" not in receipt.message


async def test_many_callers_at_once_and_two_processes_give_one_chain(town: Town) -> None:
    one_process, another = await town.intake(), await town.intake()

    receipts = await asyncio.gather(
        *(one(one_process if n % 2 else another, found(f"h-{n}")) for n in range(200)),
        *(one(another if n % 2 else one_process, found(f"h-{n}", id=f"again-{n}")) for n in range(200)),
    )

    assert {receipt.outcome for receipt in receipts} == {"accepted"}
    rows = await town.rows("select position, stream, stream_version, raw from events order by position")
    assert [row["position"] for row in rows] == list(range(1, 201)), "an exact repetition is no event"
    before, recorded = GENESIS, None
    for row in rows:
        envelope = Envelope.from_bytes(row["raw"])
        assert (envelope.position, envelope.previous_hash) == (row["position"], before)
        assert (envelope.stream, envelope.stream_version) == (row["stream"], row["stream_version"])
        assert recorded is None or envelope.recorded > recorded
        before, recorded = event_hash(row["raw"]), envelope.recorded
    assert (await town.rows("select hash, position from log_head"))[0] == {"hash": before, "position": 200}


@pytest.mark.parametrize(
    "statement",
    ["update events set raw = ''", "delete from events", "truncate events", "delete from log_head",
     "update log_head set position = 0"],
)  # fmt: skip
async def test_nobody_changes_what_is_recorded(town: Town, statement: str) -> None:
    await one(await town.intake(), found("h-1"))

    for dsn in (town.database.dsn, town.database.owner_dsn, town.database.admin_dsn):
        connection = await asyncpg.connect(dsn)
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        finally:
            await connection.close()


async def test_nothing_is_taken_in_while_the_log_is_halted(town: Town) -> None:
    def halted() -> None:
        raise Rejected("log_halted")

    intake = await town.intake(refuse_writing=halted)
    with pytest.raises(Rejected, match="log_halted"):
        await one(intake, found("h-1"))
    assert await town.rows("select 1 from events") == []
