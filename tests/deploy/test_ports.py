"""A port that was chosen stays ours until the server listens on it, and while it is started again."""

import socket
from contextlib import closing

import pytest

from deploy.servers.ports import LOOPBACK, answers, free_port, is_free


def test_a_chosen_port_is_for_our_servers_alone() -> None:
    port = free_port()
    for _ in range(2):
        with closing(socket.create_server((LOOPBACK, port))):
            assert answers(port)
            assert not is_free(port)
        assert not answers(port)
        assert is_free(port)
        # As the kernel looks for a port that is nobody's.
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind((LOOPBACK, port))
