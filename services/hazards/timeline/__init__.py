"""Timelines of hazards, inspections, penalties and cases, read from their streams."""
