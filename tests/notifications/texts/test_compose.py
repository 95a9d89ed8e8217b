"""What one person is told at once: one message, in the order of urgency, whatever order it came in."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.policy.policy import DEFAULT as POLICY
from services.notifications.policy.policy import read_policy
from services.notifications.rules.demand import Seat
from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Composed, Said
from services.notifications.texts.preview import preview
from tests.notifications.texts.examples import (
    DUE,
    FACTS,
    SIGN,
    TEXTS,
    another,
    at,
    example,
    hazard,
    reader,
    report,
)

MIXED = [
    example("claim_unanswered"),
    example("hazard_date_near"),
    example("report_overdue"),
    another("hazard_date_near"),
]


def email(*said: Said, **more: str | None) -> Composed:
    return compose(said, reader("email", **more), TEXTS, SIGN)


def test_every_rule_has_texts_and_an_example() -> None:
    assert TEXTS.rules.keys() == read_policy(POLICY).rules.keys() == FACTS.keys()
    assert TEXTS.why.keys() == set(Seat)


@given(st.permutations([*MIXED, *(example(rule) for rule in TEXTS.rules)]), st.sampled_from(["sms", "email"]))
def test_in_any_order_the_same_bytes(said: list[Said], channel: str) -> None:
    in_order = [*MIXED, *(example(rule) for rule in TEXTS.rules)]
    assert compose(said, reader(channel), TEXTS, SIGN) == compose(in_order, reader(channel), TEXTS, SIGN)


def test_several_kinds_are_one_message() -> None:
    seen = preview(MIXED, reader("email"), TEXTS, SIGN)
    assert seen.sms.template == "general"
    assert seen.sms.text == "【大盛镇安委办】您有4件事项待办（逾期未报1件、整改期限临近2件等），请登录查看。"
    assert seen.length.messages == 1
    headings = [line for line in seen.email.text.splitlines() if line.startswith("■")]
    assert headings == ["■ 逾期未报", "■ 整改期限临近", "■ 整改待核实"]
    assert seen.email.text.index("H-0231，期限") < seen.email.text.index("H-0305，期限")


def test_a_member_reads_of_how_many_a_filer_of_itself() -> None:
    filers = [
        Said("report_escalated", report(name), DUE, "member") for name in ("明月村", "千盏村", "东河村")
    ]
    together = preview(filers, reader("sms"), TEXTS, SIGN)
    assert together.sms.text.startswith("【大盛镇安委办】3家单位大排查第4期汇总表已过报送时限")
    assert "您联系的单位有3份汇总表" in together.email.text
    own, of_another = (
        compose([Said("report_overdue", report(), DUE, seat)], reader("sms"), TEXTS, SIGN).text
        for seat in ("head", "safety_office")
    )
    assert own.endswith("明月村：大排查第4期汇总表已过报送时限，请尽快补报并说明原因。")
    assert of_another.endswith("明月村大排查第4期汇总表已过报送时限，请提醒其尽快补报。")


def test_two_periods_of_one_filer_are_not_two_filers() -> None:
    other = report(period="3", period_name="第3期", deadline="2024-12-30T10:00:00.000000Z")
    said = [example("report_overdue"), Said("report_overdue", other, DUE, "reporter")]
    assert compose(said, reader("sms"), TEXTS, SIGN).template == "general"
    assert "第3期，12月30日（周一）18:00截止" in email(*said).text


def test_told_to_two_seats_of_one_person_it_is_one_thing() -> None:
    said = [Said("report_overdue", report(), DUE, seat) for seat in ("reporter", "head", "safety_office")]
    assert "明月村：" in compose(said, reader("sms"), TEXTS, SIGN).text
    assert "为何收到：您是该单位负责人；您是该单位填报人；您在镇安委办的提醒名单上。" in email(*said).text


def test_of_several_the_oldest_as_of_is_said() -> None:
    said = [
        Said("report_escalated", report(name), DUE, "member", at(as_of))
        for name, as_of in (("明月村", "2025-01-14 17:52"), ("千盏村", "2025-01-14 17:40"))
    ]
    assert "截至17:40尚未收到" in compose(said, reader("sms"), TEXTS, SIGN).text
    assert "截至17:40尚未收到" in email(*said).text


@pytest.mark.parametrize(
    ("seat", "recipient", "why"),
    [
        ("reporter", "", "您是该单位填报人"),
        ("reporter", "filer/v-1/reporter", "您是该单位填报人"),
        ("reporter", "filer/v-1/stand_in", "您是该单位填报人的AB岗，填报人暂无可用的联系方式"),
        ("reporter", "filer/v-1/head", "您是该单位负责人，填报人暂无可用的联系方式"),
        ("head", "filer/v-1/head", "您是该单位负责人"),
        ("member", "official/o-1/self", "您是联系该单位的督导组成员"),
        ("member", "list/safety-office/1", "应提醒的人员暂无可用的联系方式，由镇安委办代收"),
        ("safety_office", "list/safety-office/1", "您在镇安委办的提醒名单上"),
        ("duty", "person/p-1/self", "您今日值班"),
        ("official", "official/o-1/self", "您是该隐患挂牌督办的镇领导"),
    ],
)
def test_why_it_was_received(seat: str, recipient: str, why: str) -> None:
    said = Said("report_overdue", report(), DUE, seat, recipient=recipient)
    assert f"为何收到：{why}。" in email(said).text


def test_the_safety_office_in_a_filers_stead_is_not_addressed_as_the_filer() -> None:
    for recipient, own in (("filer/v-1/reporter", True), ("list/safety-office/1", False)):
        said = Said("report_overdue", report(), DUE, "reporter", recipient=recipient)
        assert ("请提醒其" not in email(said).text) is own, recipient


def test_as_the_pages_have_it() -> None:
    mail = email(example("report_due_3_days"))
    assert mail.title == "【待报送】第4期汇总表（1月14日18:00前）— 明月村"
    asks = "明月村第4期情况汇总表尚未报送，请于1月14日（周二）18:00前核对报送。"
    assert f"王芳同志：您好！\n\n{asks}" in mail.text


class _Read(HTMLParser):
    """What a person reads of it, an address as a text has it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said, self.href, self.hidden = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("title", "style") or (self.hidden and tag != "body")
        self.said += {"h2": "■", "li": "·"}.get(tag, "")
        self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self.said += f"：{self.href}" if tag == "a" else ""

    def handle_data(self, data: str) -> None:
        self.said += "" if self.hidden else data


def _packed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("said", [MIXED, [example("major_found")], [example("report_escalated")] * 2])
@pytest.mark.parametrize("acknowledge", [None, "https://paicha.example/a?b=c&d=e"])
def test_text_and_html_say_the_same(said: list[Said], acknowledge: str | None) -> None:
    mail = email(*said, acknowledge=acknowledge)
    assert _packed(_Read(mail.html or "").said) == _packed(mail.text)
    assert ("收到：http" in mail.text) == (acknowledge is not None)


def test_names_are_never_markup_and_titles_never_two_headers() -> None:
    name = "<img src=x>{{ 7 * 7 }}\r\nBcc: everybody@example.cn"
    mail = email(Said("report_overdue", report(name), DUE, "reporter"), name=name)
    assert "<img" not in (mail.html or "")
    assert "{{ 7 * 7 }}" in mail.text
    assert "\n" not in mail.title
    assert "\r" not in mail.title


def test_a_list_ends_somewhere_and_says_so() -> None:
    said = [Said("hazard_date_near", hazard(f"H-{number}", deadline="2024-12-31"), DUE, "reporter")
            for number in range(1000, 1250)]  # fmt: skip
    mail = email(*said)
    assert mail.title == "【待核实】250条隐患整改期限临近"
    assert mail.text.count("· 明月村") == 200
    assert "· 另有50件，请登录查看\n" in mail.text


def test_nobody_reached_by_another_channel_is_written_to() -> None:
    with pytest.raises(ValueError, match="telephone"):
        compose([example("major_found")], reader("telephone"), TEXTS, SIGN)
