"""Stories as archives: the logs' stored bytes in a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.cli.archive_named import opened
from services.reporting.replaying.archive import Archive
from tests.reporting.story import Story
from tests.support.simulated_logs import write_logs


def raws_of(story: Story) -> dict[str, list[bytes]]:
    return {log: [event.to_bytes() for event in events] for log, events in story.logs.items()}


def archive_of(folder: Path, raws: Mapping[str, Sequence[bytes]]) -> Archive:
    return opened(write_logs(folder, {log: list(each) for log, each in raws.items()}))
