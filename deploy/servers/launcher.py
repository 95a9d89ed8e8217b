"""Becomes another program that dies with its parent and, where asked, no longer runs as root.

Run as a script between fork and exec, because a started server can't be given these afterwards. A Postgres
refuses root; what it keeps of it is the right to walk through folders closed to others, such as /root.
"""

import ctypes
import os
import sys

NOBODY = 65534
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2

LIBC = ctypes.CDLL(None, use_errno=True)


class Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def drop_root() -> None:
    """Without the capability (a container may lack it) the folders above must simply be open."""
    LIBC.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    mask = 1 << CAP_DAC_OVERRIDE
    sets = (Sets * 2)(Sets(mask, mask, mask), Sets(0, 0, 0))
    LIBC.capset(ctypes.byref(Header(CAPABILITY_VERSION_3, 0)), sets)
    LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main(parent: str, death_signal: str, unprivileged: str, *argv: str) -> None:
    if unprivileged == "1" and os.geteuid() == 0:
        drop_root()
    # Last, because the kernel forgets it when the user changes.
    LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The process that started this one is gone.")
    os.execv(argv[0], argv)  # noqa: S606 - becoming it is the point


if __name__ == "__main__":
    main(*sys.argv[1:])
