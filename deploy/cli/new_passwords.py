"""Where first passwords go: to the terminal, or into a file of the operator's own. Never into a log."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.cli.terminal import say, warn
from deploy.embedded.accounts.keeping import Hand, NewPassword
from deploy.embedded.refusal import Refusal

_HEADINGS = ("账号", "姓名", "密码")
_WHAT_FOR = (
    "首次密码只用来登录一次：本人登录后按提示设置自己的密码，之后才能使用。\n"
    "A first password opens one page: there the person chooses an own one, and is signed in from then on."
)


@contextmanager
def handed_to(path: Path | None) -> Iterator[Hand]:
    """A new file that only its owner reads, there before the passwords hold; without a path nothing is done.

    Where nothing came of it, there is no file.
    """
    if path is None:
        yield lambda _: None
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(
            f"无法新建密码文件 {path}（不能是已有的文件）：{error.strerror}。",
            f"{path} can't be made, or is there already: {error.strerror}.",
            usage=True,
        ) from None
    written = False

    def write(made: Sequence[NewPassword]) -> None:
        nonlocal written
        _write(descriptor, made)
        written = bool(made)

    try:
        yield write
    except BaseException:
        written = False
        raise
    finally:
        os.close(descriptor)
        if not written:
            path.unlink(missing_ok=True)


def _write(descriptor: int, made: Sequence[NewPassword]) -> None:
    """With the mark by which spreadsheets tell UTF-8."""
    with os.fdopen(os.dup(descriptor), "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADINGS, *made])
        file.flush()
        os.fsync(descriptor)


def say_passwords(made: Sequence[NewPassword], path: Path | None) -> None:
    """Shown once: nobody can read them again. What they are for is said on stderr: lines can be piped."""
    if made:
        warn(_WHAT_FOR)
    if path is not None and made:
        say(f"密码已写入 {path}，仅此一次。 The passwords are in {path}; nobody can read them again.")
        return
    for login, name, password in made:
        say(f"{login}  {password}  {name}")
