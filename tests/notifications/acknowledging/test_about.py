"""What the page behind 收到 says a message was about: in general words, and not all of a long one."""

from typing import Any

import pytest

from services.notifications.acknowledging.about import AT_MOST, about, listed
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from tests.notifications.chain import day
from tests.notifications.planning.test_acknowledged import POLICY, row, wanted
from tests.notifications.texts.examples import FACTS


def told(rule: str, **facts: Any) -> Reminder:
    made = row(wanted(rule, day(1)), State.SENT)
    object.__setattr__(made, "facts", FACTS[rule][1] | facts)
    return made


@pytest.mark.parametrize(
    ("reminder", "words"),
    [
        (told("report_overdue"), "第4期汇总表 — 明月村"),
        (told("hazard_date_near"), "整改期限临近 — 明月村"),
        (told("report_summary"), "第4期汇总表"),
        (told("publisher_silent"), "数据来源停止"),
    ],
)
def test_what_it_was_about_in_general_words(reminder: Reminder, words: str) -> None:
    assert about(reminder, POLICY) == words


def test_what_a_restored_row_lacks_is_left_out() -> None:
    bare = row(wanted("hazard_date_near", day(1)), State.UNCERTAIN)
    object.__setattr__(bare, "rule", "no rule of this policy")
    assert about(bare, POLICY) == "工作提醒"


def test_each_is_said_once_and_many_are_counted() -> None:
    many = [told("report_overdue", filer_name=f"第{number}村") for number in range(AT_MOST + 3)]
    said, more = listed([*many, *many], POLICY)
    assert (len(said), more) == (AT_MOST, 3)
    assert listed([], POLICY) == (["工作提醒"], 0)
