"""`--from`: the archive that a replay reads."""

from pathlib import Path

from deploy.log_files.archive import FolderArchive, is_folder_of_logs
from deploy.log_files.read_ahead import ReadAhead
from deploy.log_files.segment_archive import SegmentArchive, is_folder_of_segments
from services.reporting.replaying.archive import Archive
from shared.problems import Rejected


def opened(place: Path) -> Archive:
    """Raises `not_an_archive`, and `log_missing` where it is not whole."""
    if is_folder_of_segments(place):
        return ReadAhead(SegmentArchive(place))
    if not is_folder_of_logs(place):
        raise Rejected("not_an_archive", place=str(place))
    return ReadAhead(FolderArchive(place))
