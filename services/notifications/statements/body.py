"""What is stated of a deadline: everybody owed a reminder, and when he got it or why not. No address. Pure.

Group robots are no rows of the table, so they count for nothing here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.notifications.policy.policy import Policy
from services.notifications.recount.comparing import Missing
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.statements.words import state_in_words
from shared.instant import write_instant
from shared.json_types import JsonObject

_TOLD = (State.SENT, State.DELIVERED)


def body_of(
    deadline: JsonObject, filers: Iterable[JsonObject], heads: JsonObject, rows: Iterable[Reminder],
    missing: Iterable[Missing], policy: Policy,
) -> JsonObject:  # fmt: skip
    """`filers`, in the campaign's order, and the heads' summary are what was reminded of: with `subject`."""
    of_subject: dict[str, list[Reminder]] = defaultdict(list)
    for row in rows:
        of_subject[row.subject].append(row)
    lacking: dict[str, list[Missing]] = defaultdict(list)
    for each in missing:
        lacking[each.owed.subject].append(each)

    def told_of(one: JsonObject) -> JsonObject:
        subject = str(one["subject"])
        own = {name: value for name, value in one.items() if name != "subject"}
        lacks = [_missing(each) for each in lacking[subject]]
        return own | {"stages": _stages(of_subject[subject], policy), "missing": [*lacks]}

    shown, summary = [told_of(filer) for filer in filers], told_of(heads)
    counts = _counts([*shown, summary])
    return deadline | {"policy": policy.id, "counts": counts, "filers": [*shown], "heads": summary}


def _stages(rows: Sequence[Reminder], policy: Policy) -> list[JsonObject]:
    stages: dict[tuple[str, str], list[JsonObject]] = {}
    for row in sorted(rows, key=lambda each: (each.due, each.rule, each.recipient, each.channel)):
        stages.setdefault((write_instant(row.due), row.rule), []).append(_recipient(row))
    return [
        {"due": due, "rule": rule, "title": _title(policy, rule), "recipients": [*recipients]}
        for (due, rule), recipients in stages.items()
    ]


def _title(policy: Policy, rule: str) -> str:
    return policy.rules[rule].title if rule in policy.rules else rule


def _recipient(row: Reminder) -> JsonObject:
    return {
        "recipient": row.recipient,
        "seats": [*row.audience],
        "channel": row.channel,
        "state": row.state.value,
        "told": row.state in _TOLD,
        "sent": None if row.sent is None else write_instant(row.sent),
        "reason": row.reason,
        "in_words": state_in_words(row),
    }


def _missing(each: Missing) -> JsonObject:
    return {"due": write_instant(each.owed.due), "rule": each.owed.rule, "seats": [*each.seats]}


def _counts(told: Sequence[Mapping[str, Any]]) -> JsonObject:
    recipients = [each for one in told for stage in one["stages"] for each in stage["recipients"]]
    states = [each["state"] for each in recipients]
    by_state: JsonObject = {state.value: states.count(state.value) for state in State}
    return by_state | {"missing": sum(len(one["missing"]) for one in told)}
