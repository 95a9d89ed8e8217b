"""Whom a reminder to an organisation could go to: its officials, then the group that supervises it. Pure."""

from collections.abc import Sequence
from typing import Any

View = dict[str, Any]


def recipients_of(
    organisations: Sequence[View], officials: Sequence[View], groups: Sequence[View]
) -> list[View]:
    return [
        {
            "organisation": one["id"],
            "name": one["name"],
            "kind": one["kind"],
            "officials": [person["id"] for person in officials if person.get("organisation") == one["id"]],
            "members": _of_groups(groups, one["id"], "members"),
            "heads": _of_groups(groups, one["id"], "heads"),
        }
        for one in organisations
    ]


def _of_groups(groups: Sequence[View], organisation: str, part: str) -> list[str]:
    supervising = [
        group for group in groups if organisation in (*group["departments"], *group["villages"], group["id"])
    ]
    return sorted({person for group in supervising for person in group[part]})
