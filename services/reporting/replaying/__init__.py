"""From an archive of the logs to a form, to its cells step by step, to digests: without any server."""
