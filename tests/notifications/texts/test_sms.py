"""Text messages: word for word as proposed, one message each, and nothing that may not be in them."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Composed, Said
from services.notifications.texts.fitting import VARIABLE, is_link_or_telephone
from services.notifications.texts.length import ONE, length_of
from shared.instant import parse_instant, write_instant
from tests.notifications.texts.examples import (
    CAMPAIGN,
    DUE,
    FACTS,
    SIGN,
    TEXTS,
    another,
    at,
    example,
    filer_names,
    longest_name,
    names,
    reader,
    report,
)

MUST_NOT_SAY = ("严重", "通报", "问责")


def sms(*said: Said, sign: str = SIGN) -> Composed:
    return compose(said, reader("sms"), TEXTS, sign)


def named(rule: str, name: str, **more: Any) -> Said:
    seat, facts = FACTS[rule]
    key = next((fact for fact in ("filer_name", "organisation_name") if fact in facts), "what")
    return Said(rule, facts | {key: name} | more, DUE, seat)


FIFTH = {"period": "5", "period_name": "第5期", "deadline": "2025-01-30T10:00:00.000000Z"}


@pytest.mark.parametrize(
    ("rule", "more", "text", "length"),
    [
        ("report_due_3_days", {}, "：大排查第4期汇总表请于1月14日18:00前核对报送。已报请忽略。", 54),
        (
            "report_due_day_before",
            {**FIFTH, "before_holiday": True},
            "：大排查第5期汇总表1月30日18:00截止，今天是节前最后工作日，可先报送，后续数据计入下期。",
            68,
        ),
        (
            "report_due_4_hours",
            {},
            "：大排查第4期汇总表今日18:00截止，尚未收到，请尽快报送。已报请忽略。",
            57,
        ),
        ("report_overdue", {}, "：大排查第4期汇总表已过报送时限，请尽快补报并说明原因。", 48),
        ("submission_returned", {}, "：第4期汇总表已退回，请登录查看原因，于1月15日18:00前重报。", 54),
        ("major_found", {}, "12月28日14:20登记重大隐患1条，编号H-0231，请立即核实处置。", 57),
        ("hazard_date_near", {}, "：隐患H-0231整改期限12月31日，尚未销号，请核实整改情况。", 53),
    ],
)
def test_word_for_word(rule: str, more: dict[str, Any], text: str, length: int) -> None:
    composed = sms(named(rule, longest_name(), **more))
    assert composed.text == f"【{SIGN}】{longest_name()}{text}"
    assert length_of(composed.text).characters == length


def deadlines() -> list[tuple[str, str]]:
    due = [(f"第{number}期", moment) for number, moment in enumerate(CAMPAIGN["deadlines"], 1)]
    return [*due, ("第10期", "2025-12-30T18:00:00+08:00"), ("终报", CAMPAIGN["final_due"])]


@pytest.mark.parametrize("rule", TEXTS.rules)
def test_one_message_for_every_name_and_deadline_of_the_campaign(rule: str) -> None:
    _, facts = FACTS[rule]
    for name in filer_names() if "filer_name" in facts else names():
        for period_name, moment in deadlines():
            deadline = write_instant(parse_instant(moment))
            more: dict[str, Any] = {"period_name": period_name, "deadline": deadline, "before_holiday": True}
            of_report = more if "period_name" in facts else {}
            composed = sms(named(rule, name, **of_report))
            assert length_of(composed.text).characters <= ONE
            if "what" not in facts and rule != "report_summary":
                assert name in composed.text


@given(
    st.sampled_from(sorted(TEXTS.rules)),
    st.text(max_size=80),
    st.text(alphabet="H-0123456789村", min_size=1, max_size=60),
    st.booleans(),
    st.sampled_from([SIGN, "渝北区大盛镇安委办"]),
)
def test_one_message_whatever_it_is_about(rule: str, name: str, hazard: str, as_of: bool, sign: str) -> None:
    said = named(rule, name, **({"hazard": hazard} if "hazard" in FACTS[rule][1] else {}))
    earlier = DUE - timedelta(days=3) if as_of else None
    composed = sms(Said(said.rule, said.facts, said.due, said.seat, earlier), sign=sign)
    assert length_of(composed.text).messages == 1
    assert composed.template is not None
    assert tuple(composed.variables) == TEXTS.templates[composed.template].variables
    for value in composed.variables.values():
        assert 0 < len(value) <= VARIABLE
        assert not is_link_or_telephone(value)


@pytest.mark.parametrize("rule", TEXTS.rules)
@pytest.mark.parametrize("several", [False, True])
def test_no_unit_no_figures_no_link(rule: str, several: bool) -> None:
    seat, facts = FACTS[rule]
    told = (
        {"unit": "盛达烟花厂", "found": 777, "closed": 555} if "unit" not in facts else {"unit": "盛达烟花厂"}
    )
    said = [Said(one.rule, {**one.facts, **told}, DUE, seat) for one in (example(rule), another(rule))]
    text = sms(*said[: 1 + several]).text
    assert not any(never in text for never in ("盛达", "777", "555", "http", "paicha"))


@pytest.mark.parametrize("template", TEXTS.templates)
def test_templates_bear_no_signature_and_no_link(template: str) -> None:
    text = TEXTS.templates[template].text
    assert "【" not in text
    assert not is_link_or_telephone(text)


def test_tone() -> None:
    everything = TEXTS.model_dump_json()
    assert not any(word in everything for word in MUST_NOT_SAY)
    for name, template in TEXTS.templates.items():
        assert "请" in template.text or "可先" in template.text, name


@pytest.mark.parametrize(
    ("rule", "as_of", "said"),
    [
        ("report_due_4_hours", "2025-01-14 17:52", "今日18:00截止，截至17:52尚未收到，请尽快报送。"),
        ("report_overdue", "2025-01-14 17:52", "第4期汇总表截至17:52尚未收到，请尽快补报"),
        ("report_overdue", "2025-01-12 23:52", "第4期汇总表截至1月12日23:52尚未收到，请尽快补报"),
    ],
)
def test_as_of(rule: str, as_of: str, said: str) -> None:
    seat, facts = FACTS[rule]
    assert said in sms(Said(rule, facts, DUE, seat, at(as_of))).text


def test_no_deadline_for_what_was_returned_late() -> None:
    late = Said("submission_returned", report(number="1", until=None), DUE, "reporter")
    assert sms(late).text.endswith("请登录查看原因，尽快重报。")
