"""What a service says in its log while it starts, and whoever started the deployment should know."""

import json
from pathlib import Path

_REBUILT = (
    "！{log} 的默克尔树缺少 {tiles} 块（自位置 {first} 起），已由日志重建，"
    "与封存的检查点（{as_sealed_up_to} 条）一致。请查明缺失原因，并运行 paicha audit verify。 "
    "{tiles} tiles of the tree of {log} were gone (from event {first} on) and were made of the log again, "
    "as sealed up to {as_sealed_up_to}. Find out who took them away; run paicha audit verify."
)


def end_of(log: Path) -> int:
    """Where what is said from now on will stand."""
    return log.stat().st_size if log.exists() else 0


def said_since(log: Path, end: int) -> list[str]:
    """Of a log that was begun anew meanwhile, whatever stands in it."""
    with log.open("rb") as lines:
        lines.seek(end if end <= end_of(log) else 0)
        told = [json.loads(line) for line in lines if b'"tiles_rebuilt"' in line]
    return [_REBUILT.format(**each) for each in told if each["event"] == "tiles_rebuilt"]
