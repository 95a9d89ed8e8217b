"""Documents out of answers: into a file, or on to another program, never onto a terminal."""

import sys
from pathlib import Path

from deploy.cli.terminal import warn
from deploy.embedded.refusal import Refusal


def refuse_on_terminal(written_as: str, out: Path | None) -> None:
    if out is None and sys.stdout.isatty():
        raise Refusal(f"{written_as} 需要 --out 文件名。", f"{written_as} takes --out FILE.", usage=True)


def write_document(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refusal(f"无法写入 {out}：{error.strerror}。", f"Could not write {out}: {error}.") from error
    warn(f"→ {out}")
