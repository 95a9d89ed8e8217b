"""A fresh fold of the logs, beside what answers at equal positions, and the first event where they differ."""
