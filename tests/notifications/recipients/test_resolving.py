"""Who is told, for every seat: given a town and its contacts, then these, by this channel."""

import pytest

from services.notifications.policy.policy import Rule
from services.notifications.recipients.directory import Directory, Ways
from services.notifications.recipients.resolving import resolve
from services.notifications.rules.demand import Seat
from services.notifications.rules.town import Town
from tests.notifications.recipients.towns import BY_ALL, MAIL_FIRST, SMS_FIRST, demand, directory, town

BOTH = Ways("m1", "e1", "t1")
MOBILE, MAIL, LANDLINE = Ways(sms="m2", telephone="m2"), Ways(email="e2"), Ways(telephone="t2")
A, B = Ways(sms="ma", telephone="ma"), Ways(sms="mb", telephone="mb")
OFFICE = {"list__safety_office__li": A, "list__safety_office__wang": B}
LI, WANG = ("list/safety-office/li", "sms"), ("list/safety-office/wang", "sms")


def told(
    seats: list[tuple[Seat, str]],
    known: Directory,
    given: Town | None = None,
    rule: Rule = SMS_FIRST,
    *,
    sms_usable: bool = True,
) -> list[tuple[str, str]]:
    found = resolve(demand(*seats), given or town(), known, rule, sms_usable=sms_usable)
    return [(one.reference, one.channel) for one in found]


@pytest.mark.parametrize(
    ("filled", "reached"),
    [
        (("reporter", "stand_in", "head"), [("filer/v-1/reporter", "sms")]),
        (("stand_in", "head"), [("filer/v-1/stand_in", "sms")]),
        (("head",), [("filer/v-1/head", "sms")]),
        ((), [LI, WANG]),
    ],
)
def test_an_empty_part_is_skipped_to_the_next(
    filled: tuple[str, ...], reached: list[tuple[str, str]]
) -> None:
    known = directory(**OFFICE, **{f"filer__v_1__{part}": BOTH for part in filled})
    assert told([(Seat.REPORTER, "v-1")], known) == reached


def test_a_head_is_the_filers_contact_or_the_safety_office() -> None:
    only_reporter = directory(**OFFICE, filer__v_1__reporter=BOTH)
    assert told([(Seat.HEAD, "v-1")], only_reporter) == [LI, WANG]
    assert told([(Seat.HEAD, "v-1")], directory(**OFFICE, filer__v_1__head=BOTH)) == [
        ("filer/v-1/head", "sms")
    ]


@pytest.mark.parametrize(
    ("seat", "of", "offices", "reached"),
    [
        (Seat.MEMBER, "v-1", {}, [("official/o_member/self", "sms")]),
        (Seat.MEMBER, "d-1", {}, [("official/o_member/self", "sms")]),
        (Seat.MEMBER, "v-9", {}, [LI, WANG]),
        (Seat.MEMBER, "v-1", {"o_member": []}, [LI, WANG]),
        (Seat.HEADS, "", {}, [("official/o_head/self", "telephone"), ("official/o_mayor/self", "telephone")]),
        (Seat.HEADS, "", {"o_head": []}, [("official/o_mayor/self", "telephone")]),
        (Seat.OFFICE, "镇长", {}, [("official/o_mayor/self", "telephone")]),
        (Seat.OFFICE, "镇长", {"o_mayor": [], "o_new": ["镇长"]}, [("official/o_new/self", "telephone")]),
        (Seat.OFFICE, "镇长", {"o_mayor": []}, [LI, WANG]),
        (Seat.OFFICIAL, "o_member", {}, [("official/o_member/self", "sms")]),
        (Seat.OFFICIAL, "o_member", {"o_member": []}, [LI, WANG]),
        (Seat.OFFICIAL, "o_nobody", {}, [LI, WANG]),
        (Seat.SAFETY_OFFICE, "", {}, [LI, WANG]),
        (Seat.OPERATORS, "", {}, [("list/operators/self", "telephone")]),
    ],
)
def test_officials_in_office_and_lists(
    seat: Seat, of: str, offices: dict[str, list[str]], reached: list[tuple[str, str]]
) -> None:
    known = directory(**OFFICE, official__o_member__self=BOTH)
    assert told([(seat, of)], known, town(**offices)) == reached


def test_who_is_on_duty_that_day_and_still_in_office() -> None:
    roster = {
        "2024-12-14": ["official/o_member/self", "person/p-1/self"],
        "2024-12-15": ["official/o_gone/self"],
    }
    known = directory(roster, **OFFICE, official__o_gone__self=BOTH, person__p_1__self=MOBILE)
    given = town(o_gone=[])
    assert told([(Seat.DUTY, "2024-12-14")], known, given) == [
        ("official/o_member/self", "telephone"),
        ("person/p-1/self", "sms"),
    ]
    assert told([(Seat.DUTY, "2024-12-15")], known, given) == [LI, WANG]
    assert told([(Seat.DUTY, "2024-12-16")], known, given) == [LI, WANG]


@pytest.mark.parametrize(
    ("ways", "rule", "sms_usable", "channels"),
    [
        (BOTH, SMS_FIRST, True, ["sms"]),
        (BOTH, MAIL_FIRST, True, ["email"]),
        (BOTH, BY_ALL, True, ["email", "sms"]),
        (BOTH, SMS_FIRST, False, ["email"]),
        (BOTH, BY_ALL, False, ["email"]),
        (MAIL, SMS_FIRST, True, ["email"]),
        (MOBILE, SMS_FIRST, False, ["telephone"]),
        (LANDLINE, SMS_FIRST, True, ["telephone"]),
        (LANDLINE, BY_ALL, True, ["telephone"]),
        (Ways(), BY_ALL, True, ["telephone"]),
    ],
)
def test_by_which_channels(ways: Ways, rule: Rule, sms_usable: bool, channels: list[str]) -> None:
    known = directory(**OFFICE, filer__v_1__reporter=ways)
    found = told([(Seat.REPORTER, "v-1")], known, rule=rule, sms_usable=sms_usable)
    assert found == [("filer/v-1/reporter", channel) for channel in channels]


def test_nobody_is_told_twice_and_the_most_direct_reference_stays() -> None:
    known = directory(
        filer__v_1__reporter=A, official__o_member__self=A, list__safety_office__li=A,
        list__safety_office__wang=B,
    )  # fmt: skip
    seats = [(Seat.SAFETY_OFFICE, ""), (Seat.MEMBER, "v-1"), (Seat.REPORTER, "v-1"), (Seat.HEAD, "v-1")]
    for order in (seats, seats[::-1]):
        found = resolve(demand(*order), town(), known, SMS_FIRST)
        assert [(one.reference, one.seats) for one in found] == [
            ("filer/v-1/reporter", ("head", "member", "reporter", "safety_office")),
            ("list/safety-office/wang", ("head", "safety_office")),
        ]


def test_a_shared_mailbox_is_one_message_and_two_mobiles_are_two() -> None:
    known = directory(
        filer__v_1__reporter=Ways("m1", "shared", "m1"), filer__v_1__head=Ways("m2", "shared", "m2")
    )
    seats = [(Seat.REPORTER, "v-1"), (Seat.HEAD, "v-1")]
    assert told(seats, known) == [("filer/v-1/head", "sms"), ("filer/v-1/reporter", "sms")]
    assert told(seats, known, rule=MAIL_FIRST) == [("filer/v-1/head", "email")]


def test_where_nobody_is_known_the_call_list_says_so() -> None:
    assert told([(Seat.REPORTER, "v-1"), (Seat.MEMBER, "v-9")], directory()) == [
        ("list/safety-office/self", "telephone")
    ]


@pytest.mark.parametrize(
    ("rule", "failed", "reached"),
    [
        (SMS_FIRST, {"sms"}, ["email"]),
        (SMS_FIRST, {"email"}, ["sms"]),
        (SMS_FIRST, {"sms", "email"}, ["telephone"]),
        (BY_ALL, {"sms"}, ["email"]),
    ],
)
def test_a_channel_that_failed_is_left_out_for_that_recipient(
    rule: Rule, failed: set[str], reached: list[str]
) -> None:
    known, who = directory(filer__v_1__reporter=BOTH), "filer/v-1/reporter"
    demanded = demand((Seat.REPORTER, "v-1"))
    of_him = {(who, channel) for channel in failed}
    found = resolve(demanded, town(), known, rule, failed=of_him)
    assert [(one.reference, one.channel) for one in found] == [(who, channel) for channel in reached]
    of_another = {("filer/v-1/head", channel) for channel in failed}
    assert resolve(demanded, town(), known, rule, failed=of_another) == resolve(demanded, town(), known, rule)
