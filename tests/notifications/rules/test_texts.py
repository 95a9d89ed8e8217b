"""Every demand has the facts that its texts are made of, in every channel and within one text message."""

import pytest

from services.notifications.rules.calendar_missing import calendar_missing
from services.notifications.rules.demand import Demand
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.report_summary import summary_demands
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.preview import preview
from services.notifications.texts.texts import DEFAULT, read_texts
from shared.calendar.working_days import last_announced_year
from tests.notifications.rules.test_reports import RETURNED
from tests.notifications.rules.winter import WINTER, demanded, moment, place, town

TEXTS = read_texts(DEFAULT)
READER = Reader(name="张三", channel="sms", page="https://example.org")


def every_kind() -> dict[str, Demand]:
    summary = SummarySubject(WINTER, "4")
    returned = place("returned", "01-12 10:00", until="01-13 18:00", returned=RETURNED)
    there = town(released={str(summary): moment("01-15 10:00")})
    demands = [
        *demanded(there, "4"),
        *demanded(town({"4/v-mingyue": returned}), "4"),
        *summary_demands(there, summary),
        calendar_missing(there, last_announced_year() + 1, moment("11-01 00:00")),
    ]
    return {demand.rule: demand for demand in demands}


DEMANDS = every_kind()


def test_every_rule_of_the_reports_is_among_them() -> None:
    families = {"report_due", "report_overdue", "report_summary", "submission_returned"}
    rules = {name for name, rule in town().policy.rules.items() if rule.family in families}
    assert set(DEMANDS) == rules | {"calendar_missing"}


@pytest.mark.parametrize("rule", DEMANDS)
def test_it_can_be_said(rule: str) -> None:
    demand = DEMANDS[rule]
    said = Said(rule, demand.facts, demand.due, demand.audience[0].seat)
    shown = preview([said], READER, TEXTS, "大盛镇安委办")
    assert len(shown.sms.text) <= 70
    assert shown.email.html


def test_before_a_holiday_the_text_is_another() -> None:
    demand = next(each for each in demanded(town(), "5") if each.rule == "report_due_day_before")
    said = Said(demand.rule, demand.facts, demand.due, demand.audience[0].seat)
    assert "今天是节前最后工作日" in preview([said], READER, TEXTS, "大盛镇安委办").sms.text
