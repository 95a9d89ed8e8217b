"""Loopback ports: which are free, and one that is."""

import socket

LOOPBACK = "127.0.0.1"
FIRST_OPEN_PORT = 1024
"""The ones below are root's."""


def free_port() -> int:
    """Kept while this process lives: the kernel gives it to nobody else, and a server may listen on it.

    A server sets SO_REUSEADDR, so that it may bind what is bound here and not listened on.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind((LOOPBACK, 0))
    port = int(kept.getsockname()[1])
    kept.detach()
    return port


def is_free(port: int, host: str = LOOPBACK) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still winding down is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(port: int, host: str = LOOPBACK) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
