"""What a policy would have sent: played from what happened, held against what its rules say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.notifications.policy.policy import Policy
from services.notifications.recipients.directory import Directory, Ways
from services.notifications.rehearsing.asked import read_asked
from services.notifications.rehearsing.over_time import Past, standings
from services.notifications.rehearsing.playing import Played, play
from services.notifications.rehearsing.summing import summed
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import read_texts
from shared.instant import SHANGHAI, microseconds
from shared.problems import Rejected
from shared.read_model.entry import Entry
from tests.notifications.rules.winter import MINGYUE, POLICY, WINTER, moment, town, winter

BY_SMS = POLICY.with_channels(frozenset({"sms"}))
SPAN = moment("11-15 00:00"), moment("12-20 00:00")
ONE = winter(villages=[MINGYUE], departments=[])


def past(entries: list[Entry] | None = None, hazards: Any = None) -> Past:
    ways = {
        f"filer/{MINGYUE}/reporter": Ways(sms="a"),
        f"filer/{MINGYUE}/head": Ways(sms="b"),
        "list/safety-office/one": Ways(sms="c"),
    }
    directory = Directory(ways, {}, {"safety-office": ["list/safety-office/one"]})
    return Past(town(campaign=ONE), directory, {WINTER: entries or []}, hazards or {}, {})


def signed(number: int, at: str, period: str, number_: str) -> Entry:
    data = {"annex": "annex-4", "period": period, "filer": MINGYUE, "number": number_}
    return Entry("submission.signed", microseconds(moment(at)), number, data)


def sent(played: Played) -> list[str]:
    return [
        f"{each.at.astimezone(SHANGHAI):%m-%d %H:%M} {each.recipient.rpartition('/')[2]} "
        + "+".join(sorted(one.wanted.key.rule for one in each.members))
        for each in sorted(played.messages, key=lambda each: (each.at, each.recipient))
    ]


def test_who_signs_is_reminded_no_more() -> None:
    everything = [signed(1, "11-28 10:00", "1", "n-1"), signed(2, "12-12 10:00", "2", "n-2")]
    assert sent(play(standings(past(everything), BY_SMS, *SPAN), BY_SMS, past(everything).directory)) == [
        "11-27 09:00 reporter report_due_3_days",
        "12-11 09:00 reporter report_due_3_days",
    ]


def test_it_is_put_off_by_night_and_counted() -> None:
    rule = BY_SMS.rules["report_due_3_days"]
    late = {**BY_SMS.rules, "report_due_3_days": rule.model_copy(update={"at": moment("12-01 22:00").time()})}
    policy = BY_SMS.model_copy(update={"rules": late})
    everything = [signed(1, "11-28 10:00", "1", "n-1"), signed(2, "12-12 10:00", "2", "n-2")]
    played = play(standings(past(everything), policy, *SPAN), policy, past(everything).directory)
    assert sent(played) == [
        "11-28 08:00 reporter report_due_3_days",
        "12-12 08:00 reporter report_due_3_days",
    ]
    assert played.nights == 2


def test_figures_are_those_of_the_messages() -> None:
    played = play(standings(past(), BY_SMS, *SPAN), BY_SMS, past().directory)
    figures: Any = summed(played, past().town, read_texts(TEXTS), "镇安委办", 5)
    assert figures["messages"] == figures["sms"] == len(played.messages) > 0
    assert figures["sms_fen"] == 5 * figures["sms_parts"] >= 5 * figures["sms"]
    assert sum(each["messages"] for each in figures["by_person"]) == figures["messages"]
    assert {each["name"] for each in figures["by_person"]} == {
        "明月村 填报人", "明月村 单位负责人", "镇安委办名单",
    }  # fmt: skip
    for each in played.messages:
        at = each.at.astimezone(SHANGHAI)
        assert 8 <= at.hour < 21, at


def test_at_most_so_many_a_day() -> None:
    etiquette = BY_SMS.etiquette.model_copy(update={"a_day_per_person": 1})
    policy = BY_SMS.model_copy(update={"etiquette": etiquette})
    played = play(standings(past(), policy, *SPAN), policy, past().directory)
    days: list[tuple[str, date]] = [
        (one.recipient, one.at.astimezone(SHANGHAI).date()) for one in played.messages
    ]
    assert len(days) == len(set(days))


def test_who_has_two_contacts_gets_one_message() -> None:
    directory = Directory({"filer/v-1/reporter": Ways(sms="a"), "filer/v-2/reporter": Ways(sms="a")})
    assert directory.person("filer/v-1/reporter", "sms") == directory.person("filer/v-2/reporter", "sms")
    assert directory.person("filer/v-1/reporter", "email") == "filer/v-1/reporter"
    head_too = {f"filer/{MINGYUE}/reporter": Ways(sms="a"), "list/safety-office/one": Ways(sms="a")}
    apart = past()
    together = replace(apart, directory=Directory(head_too, {}, apart.directory.lists))
    moments = [
        each.at for each in play(standings(together, BY_SMS, *SPAN), BY_SMS, together.directory).messages
    ]
    assert len(moments) == len(set(moments)) > 0


def test_without_a_way_to_send_it_is_rung() -> None:
    nobody = replace(past(), directory=Directory())
    played = play(standings(nobody, BY_SMS, *SPAN), BY_SMS, nobody.directory)
    assert (played.messages, played.to_ring > 0) == ([], True)


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ("a: [", "YAML"),
        ("just text", "policy"),
        ({"id": "x"}, "rules"),
        ({"id": "x", "rules": {"major_found": {"version": 1}}}, "rules.major_found.family"),
        ({"id": "x", "rules": {}}, f"rules.{min(POLICY.rules)}"),
    ],
)
def test_a_policy_that_can_not_be_names_its_place(policy: Any, place: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_asked(policy, POLICY)
    assert (refused.value.code, refused.value.details["place"]) == ("policy_invalid", place)


def test_the_present_policy_is_one() -> None:
    assert isinstance(read_asked(POLICY.model_dump(mode="json"), POLICY), Policy)
