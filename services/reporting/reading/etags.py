"""Entity tags: they follow the positions, what was asked, and who may see how much of it."""

import re
from collections.abc import Mapping

from services.reporting.reading.question import Question
from services.reporting.reading.stale import Stale
from shared.canonical import canonical, digest
from shared.read_model.model import Folded
from shared.read_model.stale import stale_field
from shared.release import release_of

INSTALLED = ("shared", "services.reporting")
"""What answers and pages are made by."""


def etag_of(
    asked: Question, positions: Mapping[str, int], folded: Folded, form_of_answer: str, stale: Stale = ()
) -> str:
    """The logs' ids too: a deployment begun anew reaches the same positions with other events. The
    generation: a signed difference gives other figures there. `stale`: that there is more to come is news.
    The release: words and rounding may be others after an upgrade that has not a single new event."""
    only = "every filer" if asked.only is None else sorted(asked.only)
    parts = [
        release_of(*INSTALLED),
        form_of_answer,
        asked.township,
        asked.campaign,
        asked.annex,
        only,
        asked.occurred_until,
        asked.recorded_until,
        asked.policy,
        None if asked.submission is None else asked.submission.number,
        dict(positions),
        {log: applied.log_id for log, applied in folded.checkpoints.items()},
        folded.generation,
        stale_field(stale),
    ]
    return f'"{digest(canonical(parts))[:32]}"'


_COMPRESSED = re.compile(r'-(gzip|zstd)"$')


def matches(if_none_match: str, etag: str) -> bool:
    """A gateway that compresses makes the tag a weak one, or says in it how it did."""
    tags = {_COMPRESSED.sub('"', tag.strip().removeprefix("W/")) for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
