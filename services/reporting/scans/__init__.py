"""The scan of a stamped sheet: which submission it is of, read from its own code."""
