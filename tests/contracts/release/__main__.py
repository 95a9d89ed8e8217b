"""`python -m tests.contracts.release VERSION`: what is offered now becomes what every later release keeps."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contracts.release.description import described

RELEASED = Path(__file__).with_name("released.json")


def written(version: str) -> str:
    with TemporaryDirectory() as folder:
        description = {"version": version, **described(Path(folder))}
    return json.dumps(description, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


if __name__ == "__main__":
    RELEASED.write_text(written(sys.argv[1]), "utf-8")
