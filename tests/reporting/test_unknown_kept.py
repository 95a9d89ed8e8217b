"""A fold outside of a read model does not pass over what it does not know either."""

import pytest

from shared.events.catalogue import UnknownEvent
from tests.reporting.story import town
from tests.reporting.telling import found
from tests.support.newer_release import ProgressNoted, newer_release


def test_a_count_over_an_event_of_a_newer_release_is_none() -> None:
    story = town()
    found(story)
    with newer_release():
        story.tell(ProgressNoted.type, "12-13", "h1")
        assert story.figures().row("annex-3", "d-a")["hazards_found"] == 1
    with pytest.raises(UnknownEvent, match=r"knows no hazard\.progress_noted of version 1"):
        story.figures()
