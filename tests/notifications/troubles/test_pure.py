"""When something is a trouble, and when it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import TemplateState, read_texts
from services.notifications.troubles.not_ready import not_ready
from services.notifications.troubles.silence import Heard, silent
from services.notifications.troubles.standing import LogWatch, Seen, Stand
from services.notifications.troubles.trouble import Trouble, Watched, to_write
from tests.notifications.rules.hazard_town import TOWN

BEGAN = datetime(2024, 12, 3, 1, tzinfo=UTC)
WELL, UNKNOWN, STANDING = Stand.WELL, Stand.UNKNOWN, Stand.STANDING


def looked(*seen: tuple[float, float, int, bool]) -> tuple[Stand, int]:
    """Seconds, seconds of silence, position, behind: what the last look says, and since which second."""
    watch, stand = LogWatch(), UNKNOWN
    for at, silence, position, behind in seen:
        stand = watch.look(Seen(at, BEGAN + timedelta(seconds=at), silence, position, behind))
    assert watch.since is not None
    return stand, round((watch.since - BEGAN).total_seconds())


@pytest.mark.parametrize(
    ("seen", "stand", "since"),
    [
        ([(0, 0.5, 7, False)], UNKNOWN, 0),
        ([(0, 0.5, 7, False), (60, 0.5, 7, False)], WELL, 60),
        ([(0, 0.5, 7, False), (30, 31, 7, False)], UNKNOWN, 0),
        ([(0, 0.5, 7, False), (70, 71, 7, False)], STANDING, 0),
        # It was never heard since this process began.
        ([(0, 0, 0, False), (59, 59, 0, False), (60, 60, 0, False)], STANDING, 0),
        # Announced, and not applied.
        ([(0, 0, 7, False), (10, 0, 7, True), (40, 0, 7, True)], UNKNOWN, 0),
        ([(0, 0, 7, False), (10, 0, 7, True), (61, 0, 7, True)], STANDING, 0),
        # Far behind, and going on.
        ([(0, 0, 7, True), (50, 0, 8, True), (100, 0, 9, True), (104, 0, 10, True)], WELL, 104),
        # Back again, but not for long enough to say so.
        ([(0, 0, 7, False), (70, 71, 7, False), (80, 0, 7, False), (139, 0, 7, False)], UNKNOWN, 139),
        ([(0, 0, 7, False), (70, 71, 7, False), (80, 0, 7, False), (140, 0, 7, False)], WELL, 140),
    ],
)
def test_a_log(seen: list[tuple[float, float, int, bool]], stand: Stand, since: int) -> None:
    assert looked(*seen) == (stand, since)


def days(*numbers: int) -> list[date]:
    return [date(2024, 12, number) for number in numbers]


LAST = datetime(2024, 12, 6, 9, tzinfo=UTC)
"""A Friday: Monday and Tuesday are silent, Wednesday at nine it is told."""


@pytest.mark.parametrize(
    ("sent_on", "now", "is_told"),
    [
        (days(2, 3, 4, 5, 6), datetime(2024, 12, 11, 0, 40, tzinfo=UTC), False),
        (days(2, 3, 4, 5, 6), datetime(2024, 12, 11, 0, 50, tzinfo=UTC), True),
        # Nobody's habit yet, or another one.
        (days(3, 4, 5, 6), datetime(2024, 12, 20, tzinfo=UTC), False),
        (days(1, 2, 4, 6, 8), datetime(2024, 12, 20, tzinfo=UTC), False),
        (days(1, 2, 3, 6), datetime(2024, 12, 20, tzinfo=UTC), False),
    ],
)
def test_a_publisher(sent_on: list[date], now: datetime, is_told: bool) -> None:
    troubles = list(silent(TOWN, {"grid": Heard(sent_on, LAST)}, now))
    expected = [Trouble("publisher/grid", LAST, {"usual_seconds": 86400})]
    assert troubles == (expected if is_told else [])


def states(sign: TemplateState, **said: TemplateState) -> TemplateStates:
    usable = dict.fromkeys(read_texts(TEXTS).templates, TemplateState.USABLE)
    return TemplateStates(read_texts(TEXTS), read_policy(DEFAULT), sign, usable | said)


NOW = datetime(2024, 12, 10, 2, tzinfo=UTC)
SOON, LATER = datetime(2024, 12, 13, 1, tzinfo=UTC), datetime(2025, 1, 13, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "needed", "told"),
    [
        (states(TemplateState.USABLE), {"report_due_4_hours": SOON}, {}),
        (
            states(TemplateState.USABLE, report_due_today=TemplateState.IN_REVIEW),
            {"report_due_4_hours": LATER},
            {},
        ),
        (
            states(TemplateState.IN_REVIEW),
            {"report_due_4_hours": SOON},
            {"template/signature": {"state": "审核中", "first_needed": "2024-12-10"}},
        ),
        (
            states(TemplateState.USABLE, major_found=TemplateState.UNREGISTERED),
            {},
            {"template/major_found": {"state": "未报备", "first_needed": "2024-12-10"}},
        ),
        (
            states(TemplateState.USABLE, report_due_today=TemplateState.DISABLED),
            {"report_due_4_hours": SOON, "hazard_date_past": SOON},
            {"template/report_due_today": {"state": "停用", "first_needed": "2024-12-13"}},
        ),
    ],
)
def test_a_template(given: TemplateStates, needed: dict[str, datetime], told: object) -> None:
    assert {each.subject: each.facts for each in not_ready(given, needed, NOW)} == told


def trouble(subject: str, minutes: int = 0) -> Trouble:
    return Trouble(subject, NOW + timedelta(minutes=minutes))


def test_what_lasts_is_said_once_and_what_is_not_known_stays() -> None:
    lasting, silence = trouble("log/hazards"), trouble("publisher/grid")
    kept = {each.subject: each for each in (lasting, silence, trouble("log/registry"), trouble("template/a"))}
    seen = Watched(
        (trouble("log/hazards", 5), trouble("publisher/grid", 5), trouble("log/reporting", 5)),
        frozenset({"log/registry"}),
    )
    new, over = to_write(kept, seen)
    assert [each.subject for each in new] == ["publisher/grid", "log/reporting"]
    assert over == ["template/a"]
