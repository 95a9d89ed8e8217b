"""Becomes another program that dies with its parent and, where root started it, keeps nothing of root.

Run as a script between fork and exec, because a started server can't be given these afterwards. What the
program needs may lie in folders that only root may enter, such as /root: it then gets a view of the file
system of its own, in which such a folder holds nothing but the way to what it needs.
"""
# ruff: noqa: PTH102, PTH103, PTH109, PTH116, PTH120 - importing pathlib takes longer than all of this

import ctypes
import json
import os
import stat
import sys

CAP_NET_BIND_SERVICE = 10
CAPABILITY_VERSION_3 = 0x20080522
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CLONE_NEWNS = 0x20000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000

LIBC = ctypes.CDLL(None, use_errno=True)


class Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def checked(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        sys.exit(f"{what}: {os.strerror(code)}")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    arguments = (None if each is None else each.encode() for each in (source, target, kind))
    data = None if options is None else options.encode()
    checked(LIBC.mount(*arguments, ctypes.c_ulong(flags), data), f"mount {target}")


class View:
    """Leads a user without rights to the given places, and past folders that are closed to it."""

    def __init__(self, uid: int, gid: int) -> None:
        self._uid, self._gid = uid, gid

    def open(self, places: list[str]) -> None:
        if not any(self._closed_above(place) for place in places):
            return
        checked(LIBC.unshare(CLONE_NEWNS), "unshare")
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        # Held open, because what covers a folder hides what is in it from here too.
        held = [(place, os.open(place, os.O_PATH)) for place in sorted(places)]
        before = os.umask(0o022)
        for place, descriptor in held:
            closed = self._closed_above(place)
            if closed is not None:
                mount("none", closed, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=755")
            if not os.path.lexists(place):
                self._show(place, descriptor)
        os.umask(before)

    def _closed_above(self, place: str) -> str | None:
        folder = os.path.dirname(place)
        above = None if folder == place else self._closed_above(folder)
        if above is not None or folder == place or not os.path.lexists(folder):
            return above
        return None if self._may_enter(os.stat(folder)) else folder

    def _may_enter(self, folder: os.stat_result) -> bool:
        shift = 6 if folder.st_uid == self._uid else 3 if folder.st_gid == self._gid else 0
        return bool(folder.st_mode >> shift & 1)

    def _show(self, place: str, descriptor: int) -> None:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            os.mkdir(place)
        else:
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY))
        mount(f"/proc/self/fd/{descriptor}", place, None, MS_BIND | MS_REC)


def drop_root(uid: int, gid: int, *, low_port: bool) -> None:
    """`low_port`: it may still listen on ports below 1024."""
    LIBC.prctl(PR_SET_KEEPCAPS, int(low_port), 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if low_port:
        mask = 1 << CAP_NET_BIND_SERVICE
        sets = (Sets * 2)(Sets(mask, mask, mask), Sets(0, 0, 0))
        checked(LIBC.capset(ctypes.byref(Header(CAPABILITY_VERSION_3, 0)), sets), "capset")
        LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0)
    checked(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def main(parent: str, death_signal: str, becoming: str, *argv: str) -> None:
    """`becoming`: the user as JSON, or nothing where there is nothing to give up."""
    if becoming:
        user = json.loads(becoming)
        View(user["uid"], user["gid"]).open(user["needs"])
        folder = os.getcwd()
        drop_root(user["uid"], user["gid"], low_port=user["low_port"])
        # Entered anew: until here it is the folder as root had it.
        os.chdir(folder)
    # Last, because the kernel forgets it when the user changes.
    LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The process that started this one is gone.")
    os.execv(argv[0], argv)  # noqa: S606 - becoming it is the point


if __name__ == "__main__":
    main(*sys.argv[1:])
