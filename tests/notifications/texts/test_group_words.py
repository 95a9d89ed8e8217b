"""What groups are told: how many, and by the safety office's own button who."""

from services.notifications.texts.group_words import copy_text, copy_text_naming_filers, robot_text
from tests.notifications.texts.examples import TEXTS, at


def test_a_robot_says_only_how_many() -> None:
    assert robot_text(TEXTS, "第4期", 3) == "第4期汇总表还有3家未报，请相关单位尽快报送。"
    assert robot_text(TEXTS, "终报", 0) == "终报汇总表已全部收到，谢谢各单位。"


def test_what_is_copied_names_nobody() -> None:
    deadline = at("2025-01-14 18:00")
    assert copy_text(TEXTS, "第4期", deadline, 3) == (
        "各单位：大排查第4期汇总表1月14日（周二）18:00截止，还有3家未报，请尚未报送的单位尽快核对报送。"
    )
    assert copy_text(TEXTS, "第4期", deadline, 0) == "各单位：大排查第4期汇总表已全部收到，谢谢。"


def test_names_by_the_button_of_the_safety_office() -> None:
    said = copy_text_naming_filers(TEXTS, "第4期", at("2025-01-14 18:05"), ["明月村", "千盏\n村"])
    assert said == ("截至1月14日18:05，大排查第4期汇总表尚未收到以下2家：明月村、千盏 村。请尽快核对报送。")
