"""收到 ends what would only say the same stage again to the same person; later stages go on. Pure."""

from collections.abc import Mapping
from datetime import datetime

from services.notifications.planning.wanted import Wanted
from services.notifications.policy.policy import Policy
from services.notifications.reminders.row import Reminder


def stage_of(rule: str, policy: Policy) -> str:
    """Of a rule that the policy has no more: itself."""
    known = policy.rules.get(rule)
    return rule if known is None else known.repeats or rule


def rules_of_stage(stage: str, policy: Policy) -> list[str]:
    return [rule for rule in policy.rules if stage_of(rule, policy) == stage]


def repeats_acknowledged(
    wanted: Mapping[str, Wanted], existing: Mapping[str, Reminder], policy: Policy
) -> frozenset[str]:
    """Ids of what is demanded, and due after one of its stage that its recipient has acknowledged."""
    seen: dict[tuple[str, str, str], datetime] = {}
    for row in existing.values():
        if row.acknowledged is not None:
            of = (stage_of(row.rule, policy), row.subject, row.recipient)
            seen[of] = min(row.due, seen.get(of, row.due))
    repeated = set()
    for id_, each in wanted.items():
        key = each.key
        first = seen.get((stage_of(key.rule, policy), key.subject, key.recipient))
        if first is not None and key.due > first:
            repeated.add(id_)
    return frozenset(repeated)
