"""One line about long work: done, rate, remaining time. On stderr, so that results can be piped."""

import sys
import time

_TERMINAL_SECONDS, _FILE_SECONDS = 0.3, 5.0


class ProgressLine:
    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit = total, unit
        self._began = self._shown = time.monotonic()
        self._on_terminal = sys.stderr.isatty()

    def show(self, done: int, more: str = "") -> None:
        """Cheap to call often: it writes a few times a second to a terminal, seldom to a file."""
        now = time.monotonic()
        if now - self._shown < (_TERMINAL_SECONDS if self._on_terminal else _FILE_SECONDS):
            return
        self._shown = now
        rate = done / (now - self._began)
        left = max(0, self._total - done) / rate if rate else 0.0
        line = f"{done:,}/{self._total:,} {self._unit} · {rate:,.0f}/s · {_clock(left)} left 剩余{more}"
        sys.stderr.write(f"\r\x1b[2K{line}" if self._on_terminal else f"{line}\n")
        sys.stderr.flush()

    def close(self) -> None:
        if self._on_terminal:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
