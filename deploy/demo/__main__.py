"""`python -m deploy.demo DATA SEED UNITS HAZARDS`: what `paicha up --demo` runs once in a data folder."""

import asyncio
import sys
from pathlib import Path

from deploy.cli.terminal import say, warn
from deploy.demo.loading import load
from deploy.embedded.folder import DataFolder
from deploy.embedded.quiet import quieten
from deploy.embedded.refusal import Refusal
from deploy.simulator.simulate import Plan

quieten()
data, (seed, units, hazards) = sys.argv[1], map(int, sys.argv[2:])
try:
    asyncio.run(load(DataFolder(Path(data)), Plan(seed, units, hazards), say))
except Refusal as refusal:
    warn(str(refusal))
    sys.exit(1)
except KeyboardInterrupt:
    sys.exit(1)  # Ctrl-C reaches `paicha up` too, which says that it stops
