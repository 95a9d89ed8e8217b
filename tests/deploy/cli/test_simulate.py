"""`paicha simulate` on the command line: the same lines into a file as into a pipe."""

import subprocess
import sys
from pathlib import Path

SMALL = ("simulate", "--seed", "1", "--units", "5", "--hazards", "5", "--out")


def paicha(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "deploy.cli", *arguments], capture_output=True, check=False)


def test_a_dash_writes_to_the_pipe_what_a_name_writes_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "facts.ndjson"

    piped, written = paicha(*SMALL, "-"), paicha(*SMALL, str(file))

    assert (piped.returncode, written.returncode) == (0, 0), (piped.stderr, written.stderr)
    assert piped.stdout == file.read_bytes() != b""
    assert b"paicha publish" in written.stdout
