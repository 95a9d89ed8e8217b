"""How cost grows with what is already there: `python -m benchmarks.growth [log-events [town-facts]]`."""
