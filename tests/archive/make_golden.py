"""Makes golden archives: `python -m tests.archive.make_golden FOLDER`. Never run by tests.

Of every event in every version, and of both towns; a folder that was made once is never made again.
"""

import sys
from pathlib import Path

from shared.events.catalogue import LOG_EVENTS
from shared.events.envelope import Envelope
from tests.contracts.golden import golden_files
from tests.support.archives import LOG_ID, TOWNS, chained, write_archive


def main(folder: Path) -> None:
    folder.mkdir()
    for log, types in LOG_EVENTS.items():
        names = {event.type for event in types}
        events = [
            placed(envelope, log, town)
            for town in TOWNS
            for file in golden_files()
            if (envelope := Envelope.from_bytes(file.read_bytes())).type in names
        ]
        raws = chained(events)
        write_archive(folder / log, raws, cuts=(len(raws) // 2,))


def placed(envelope: Envelope, log: str, town: str) -> Envelope:
    """The same in the other town, with the same ids."""
    _, _, rest = envelope.stream.partition("/")
    return envelope._replace(log=log, log_id=LOG_ID, township=town, stream=f"{town}/{rest}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
