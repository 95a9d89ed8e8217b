"""复制文字 for the 工作群 beside a list: of its periods and hazards, naming nobody and none of them."""

from collections.abc import Iterable

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.missing import missing_in
from services.notifications.planning.reading import load_town
from services.notifications.reminders.states import State
from services.notifications.rules.report_subject import SummarySubject, read_report_subject
from services.notifications.rules.town import Town
from services.notifications.texts.group_words import copy_text, copy_text_of_hazards
from services.notifications.texts.texts import Texts

SEES_TOWN = ("safety_office", "leader", "auditor")
"""Who may tell how many of the town are missing."""
_OVER = (State.SENT.value, State.DELIVERED.value, State.CANCELLED.value)


async def copy_texts(acting: Acting, listed: Iterable[tuple[str, str | None]]) -> list[str]:
    """`listed`: subjects with the state of their reminder, or None where it is not planned yet.

    None to who does not see the whole town; none of reports while it is not known who has reported.
    """
    if acting.account.role not in SEES_TOWN:
        return []
    rows, rulebook = list(listed), acting.equipment.rulebook
    texts = _of_hazards(rulebook.texts, rows)
    periods = _periods(subject for subject, _ in rows)
    known, _ = await acting.equipment.knowledge.look()
    if not periods or not known:
        return texts
    async with acting.pool.acquire() as connection:
        town = await load_town(connection, acting.township, rulebook.policy)
    return [*_of_periods(rulebook.texts, town, periods), *texts]


def _periods(subjects: Iterable[str]) -> list[SummarySubject]:
    read = (read_report_subject(subject) for subject in subjects)
    return list(dict.fromkeys(SummarySubject(each.campaign, each.period) for each in read if each))


def _of_periods(texts: Texts, town: Town, periods: Iterable[SummarySubject]) -> list[str]:
    found = (missing_in(town, period) for period in periods)
    return [
        copy_text(texts, each.period.name, each.period.deadline, len(each.names)) for each in found if each
    ]


def _of_hazards(texts: Texts, rows: Iterable[tuple[str, str | None]]) -> list[str]:
    open_ = {subject for subject, state in rows if subject.startswith("hazard/") and state not in _OVER}
    return [copy_text_of_hazards(texts, len(open_))] if open_ else []
