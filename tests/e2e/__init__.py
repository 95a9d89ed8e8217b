"""One story per file, through the real embedded deployment: in over the bus and HTTP, out of the reports."""
