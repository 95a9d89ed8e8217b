"""A made-up campaign as intake CloudEvents: what demonstrations, benchmarks and tests publish."""
