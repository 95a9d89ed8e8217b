"""Keys of `paicha audit step`, where a terminal is there."""

import sys
import termios
import tty
from typing import Literal

from deploy.cli.terminal import warn

Wish = Literal["next", "next_move", "end"]

_KEYS: dict[str, Wish] = {
    " ": "next", "\r": "next", "\n": "next", "n": "next", "c": "next_move",
    "q": "end", "\x03": "end", "\x04": "end", "": "end",
}  # fmt: skip
HELP = "空格/n 下一事件 next · c 下一处数字变化 next change · q 结束 quit"


def with_keys() -> bool:
    """Whether somebody sits there: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def wished() -> Wish:
    """Waits for a key that means something."""
    while True:
        key = _key()
        if key in _KEYS:
            return _KEYS[key]
        warn(HELP)


def _key() -> str:
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal, termios.TCSADRAIN)  # what was typed meanwhile is not lost
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
