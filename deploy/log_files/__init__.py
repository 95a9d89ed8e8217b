"""The logs of a deployment as a folder of files: taken from its streams, and read again."""
