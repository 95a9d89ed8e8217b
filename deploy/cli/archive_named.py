"""`--from`: the archive that a replay reads."""

from pathlib import Path

from deploy.log_files.archive import FolderArchive, is_folder_of_logs
from deploy.log_files.read_ahead import ReadAhead
from services.reporting.replaying.archive import Archive
from shared.problems import Rejected


def opened(place: Path) -> Archive:
    """Raises `not_an_archive`, and `log_missing` where it is not whole."""
    if not is_folder_of_logs(place):
        raise Rejected("not_an_archive", place=str(place))
    return ReadAhead(FolderArchive(place))
