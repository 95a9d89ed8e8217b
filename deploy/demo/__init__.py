"""The demonstration's past: facts and what was signed, done again day by day at the first start."""
