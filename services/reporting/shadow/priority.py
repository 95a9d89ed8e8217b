"""After everybody else: this process computes and reads when nothing else wants to."""

import ctypes
import os
import platform
from contextlib import suppress

_LEAST = 19
_CALL = {"x86_64": 251, "aarch64": 30, "riscv64": 30, "i686": 289, "armv7l": 314}
"""The number of `ioprio_set`, which no library has a function for."""
_WHO_PROCESS, _IDLE = 1, 3 << 13


def yield_to_all() -> None:
    """Whatever the system has of it: none of these takes a right, and none can be taken back."""
    os.nice(_LEAST)
    with suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    call = _CALL.get(platform.machine())
    if call is not None and platform.system() == "Linux":
        ctypes.CDLL(None).syscall(call, _WHO_PROCESS, 0, _IDLE)
