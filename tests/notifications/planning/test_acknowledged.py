"""收到 ends the repeats of a stage to a person, and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.notifications.planning.acknowledged import repeats_acknowledged, stage_of
from services.notifications.planning.wanted import Wanted, changes
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.reminders.key import Key
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.rules.demand import Demand
from tests.notifications.chain import TOWN, day

POLICY = read_policy(DEFAULT)
FILER, OFFICE = "filer/v-1/reporter", "list/safety-office/one"
MINE, OTHER = "report/c-1/1/v-1", "report/c-1/1/v-2"
FIRST, AGAIN, ESCALATED, LISTED = (
    "report_overdue", "report_overdue_again", "report_escalated", "report_overdue_listed",
)  # fmt: skip


def wanted(rule: str, due: datetime, who: str = FILER, subject: str = MINE, channel: str = "email") -> Wanted:
    key = Key(TOWN, rule, subject, due, who, channel)
    return Wanted(key, Demand(rule, subject, due, ()), POLICY.rules[rule], ("reporter",))


def row(
    of: Wanted, state: State, acknowledged: datetime | None = None, reason: str | None = None
) -> Reminder:
    key = of.key
    return Reminder(
        key.id, *key, rule_version=1, audience=of.seats, facts={}, urgent=False, gathered=True, until=None,
        state=state, reason=reason, wake=key.due, attempts=int(state is not State.PLANNED), message=None,
        as_of=None, text_hash=None, reference=None, planned=key.due, changed=key.due, sent=None,
        acknowledged=acknowledged, judged_on=None, claimant=None, sent_stream=None, called=None, claimed=None,
        repeated=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("later", "ended"),
    [
        (wanted(AGAIN, day(2)), True),
        (wanted(AGAIN, day(2), channel="sms"), True),
        (wanted(AGAIN, day(2), who=OFFICE), False),
        (wanted(AGAIN, day(2), subject=OTHER), False),
        (wanted(FIRST, day(1), channel="sms"), False),
        (wanted(ESCALATED, day(2)), False),
        (wanted(LISTED, day(4)), False),
    ],
)
def test_what_an_acknowledged_one_ends(later: Wanted, ended: bool) -> None:
    seen = wanted(FIRST, day(1))
    every = {each.key.id: each for each in (seen, later)}
    rows = {seen.key.id: row(seen, State.SENT, acknowledged=day(1))}
    assert repeats_acknowledged(every, rows, POLICY) == ({later.key.id} if ended else set())
    rows = {seen.key.id: row(seen, State.SENT)}
    assert repeats_acknowledged(every, rows, POLICY) == frozenset()


def test_a_repeat_ends_the_ones_after_it_alone() -> None:
    first, seen, next_ = (wanted(rule, day(at)) for rule, at in ((FIRST, 1), (AGAIN, 2), (AGAIN, 3)))
    every = {each.key.id: each for each in (first, seen, next_)}
    rows = {seen.key.id: row(seen, State.DELIVERED, acknowledged=day(2))}
    assert repeats_acknowledged(every, rows, POLICY) == {next_.key.id}
    assert stage_of("gone from the policy", POLICY) == "gone from the policy"


def test_planned_ones_are_cancelled_new_ones_on_record_and_none_comes_back() -> None:
    seen, planned, new, ended = (
        wanted(rule, day(at)) for rule, at in ((FIRST, 1), (AGAIN, 2), (AGAIN, 3), (AGAIN, 4))
    )
    every = {each.key.id: each for each in (seen, planned, new, ended)}
    rows = {
        seen.key.id: row(seen, State.SENT, acknowledged=day(1)),
        planned.key.id: row(planned, State.PLANNED),
        ended.key.id: replace(row(ended, State.CANCELLED, reason="done"), attempts=0),
    }
    found = changes(every, rows, day(0), day(1), repeats_acknowledged(every, rows, POLICY))
    assert found.cancel == ((planned.key.id, "acknowledged"),)
    assert found.too_late == ((new, "acknowledged"),)
    assert (found.plan, found.revive) == ((), ())


def test_whom_a_channel_failed_is_told_though_others_of_the_seat_were() -> None:
    other, failed = wanted(FIRST, day(1), who=OFFICE), wanted(FIRST, day(1), channel="sms")
    instead = wanted(FIRST, day(1))
    rows = {other.key.id: row(other, State.SENT), failed.key.id: row(failed, State.FAILED)}
    every = {other.key.id: other, instead.key.id: instead}
    now = day(1) + timedelta(hours=1)
    assert changes(every, rows, day(0), now).plan == (instead,)
    without = {other.key.id: rows[other.key.id]}
    assert changes(every, without, day(0), now).too_late == ((instead, "told_already"),)
