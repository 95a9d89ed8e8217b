"""What looking at one scan may take, in the process that does."""

SECONDS, BYTES = 40, 3 * 1024**3
UNREADABLE = 3
"""The exit code for what is neither a picture nor a PDF."""
