"""How fast the main paths are, beside other event stores on the same Postgres: `python -m benchmarks`."""
