"""A town's own file of rules: whole, or refused at the start."""

from pathlib import Path

import pytest

from services.notifications.policy.policy import DEFAULT, read_policy

OWN = DEFAULT.read_text("utf-8")


def test_the_products_own() -> None:
    policy = read_policy(DEFAULT)
    assert policy.rules["major_found"].urgent
    assert policy.leading_offices == ("党委书记", "镇长")


@pytest.mark.parametrize(
    ("own", "other", "told"),
    [
        ("report_due_4_hours:", "report_due_5_hours:", "report_due_4_hours, report_due_5_hours"),
        ("family: major_found, title: 重大隐患, urgent: true", "family: major_found, title: x", None),
        (
            "mutable_by_office: false, all_channels: true",
            "mutable_by_office: true, all_channels: true",
            "is urgent",
        ),
        ("a_day_per_person: 3", "a_day_per_person: 0", "greater than or equal to 1"),
        ('quiet_from: "21:00"', 'quiet_from: "29:00"', "quiet_from"),
        ('quiet_from: "21:00"', 'quiet_from: "21:00+08:00"', "without offset"),
        ('quiet_from: "21:00"', 'quiet_from: "08:00"', "nothing would ever go out"),
        ("id: reminders-1", "id: reminders-1\nsurprise: 1", "surprise"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(own: str, other: str, told: str | None, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    assert own in OWN
    file.write_text(OWN.replace(own, other), "utf-8")
    if told is None:
        assert not read_policy(file).rules["major_found"].urgent
        return
    with pytest.raises(ValueError, match=told):
        read_policy(file)


def test_only_what_is_configured_is_sent_by() -> None:
    rules = read_policy(DEFAULT).with_channels(frozenset({"email"})).rules
    assert {rule.channels for rule in rules.values()} == {("email",)}
