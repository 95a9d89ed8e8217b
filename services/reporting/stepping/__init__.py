"""Stepping through the past of a town's forms, event by event, from the rows that a running service keeps."""
