"""What to do with the next events, given the checkpoint: ignore, apply, start over or stop. Pure."""

from collections.abc import Sequence

from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint, Published


class Gap(Exception):
    """A position was left out: start over at the checkpoint."""


class AnotherLog(Exception):
    """These events do not continue those applied: nothing more is applied until an operator decides."""


def next_batch(checkpoint: Checkpoint, events: Sequence[Published]) -> list[Published]:
    """Those that continue the checkpoint, one by one; lower or equal positions were applied before."""
    run: list[Published] = []
    position, hash_ = checkpoint.position, checkpoint.hash
    for event in events:
        envelope = event.envelope
        if envelope.position <= position:
            continue
        if checkpoint.log_id not in (None, envelope.log_id):
            raise AnotherLog(
                f"{envelope.log}: of the log {envelope.log_id}, and {checkpoint.log_id} was applied"
            )
        if envelope.position != position + 1:
            raise Gap(f"{envelope.log}: {envelope.position} after {position}")
        if hash_ not in (None, envelope.previous_hash):
            raise AnotherLog(f"{envelope.log}: {envelope.position} does not continue what was applied")
        run.append(event)
        position, hash_ = envelope.position, event.hash
    return run


def after(run: Sequence[Published]) -> Checkpoint:
    """The checkpoint once this batch is applied."""
    last = run[-1]
    envelope = last.envelope
    recorded = microseconds(envelope.recorded)
    return Checkpoint(envelope.log_id, envelope.position, last.hash, recorded)
