"""Deriving all that was signed from a folder of logs: each gone through once, then town by town."""

from collections.abc import Iterator

from deploy.cli.derived import Derived
from deploy.cli.progress import ProgressLine
from deploy.embedded.refusal import Refusal
from deploy.log_files.folder import LogFolder
from services.reporting.deriving.all_signed import AllSigned
from services.reporting.deriving.derivation import Looked, outcomes
from services.reporting.deriving.looking_through import looked_through
from services.reporting.deriving.not_derivable import Unfoldable
from services.reporting.deriving.stored_logs import FACTS, SIGNED
from shared.events.envelope import Envelope

_KIB = 1024


def derived(folder: LogFolder) -> Derived:
    signed = AllSigned()
    looked = _looked_through(folder, signed)
    found = Derived(list(looked.values()))
    line = ProgressLine(signed.total, "signed 报送件")
    try:
        for done, outcome in enumerate(outcomes(folder, looked, signed), 1):
            found.take(outcome)
            line.show(done)
    except Unfoldable as error:
        raise Refusal(
            f"reporting 日志位置 {error.position} 的事件与之前的事件不相承，无法推算。",
            f"Of the log reporting, the event at {error.position} does not follow from those before it.",
        ) from None
    finally:
        line.close()
    return found


def _looked_through(folder: LogFolder, signed: AllSigned) -> Looked:
    """Reporting's own first: it tells at which positions of the others something was signed."""
    line, before = ProgressLine(folder.size // _KIB, "KiB"), 0
    looked: Looked = {}

    def walked(log: str) -> Iterator[tuple[int, bytes]]:
        for place, raw in folder.walk(log):
            line.show((before + place) // _KIB)
            yield place, raw

    try:
        for log in (SIGNED, *FACTS):
            told = signed.take if log == SIGNED else _nothing
            looked[log] = looked_through(log, walked(log), signed.wanted.get(log, ()), told)
            before += folder.file(log).stat().st_size
    finally:
        line.close()
    return looked


def _nothing(_: Envelope) -> None:
    """Facts are looked at when something is derived of them."""
