"""Versions of events that are not written any more, each in a file with the upcaster to the next one."""
