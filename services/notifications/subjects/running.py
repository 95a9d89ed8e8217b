"""Which campaigns run at a moment, and who files in them. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any


def filers_of_running(campaigns: Iterable[Mapping[str, Any]], now: str) -> list[str]:
    """`now` is a written instant.

    A campaign runs until its last deadline, should that come after its end.
    """
    return sorted(
        {
            filer
            for one in campaigns
            if one["starts"] <= now <= max(one["ends"], *one["deadlines"])
            for filer in (*one["departments"], *one["villages"])
        }
    )
