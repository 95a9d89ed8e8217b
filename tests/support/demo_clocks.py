"""The file of a demonstration's clock, as a deployment keeps it."""

from pathlib import Path

from shared.clock import DemoTime


def keep_clock(folder: Path, clock: DemoTime) -> Path:
    """Replaced whole, as by `paicha up`: never half-written."""
    path = folder / "demo-clock.json"
    draft = folder / "demo-clock.json.new"
    draft.write_text(clock.model_dump_json(exclude_none=True), "utf-8")
    draft.replace(path)
    return path
