"""What `make crash` does at length, `make test` does once, on its hardest case."""

import os

import pytest

LONG = "PAICHA_KILLS" in os.environ
only_long = pytest.mark.skipif(not LONG, reason="`make crash` plays it")
