"""All of history derived again, day after day, at the lowest priority, and held against what answers."""
