"""The release, for documents and addresses; a test holds it equal to pyproject.toml."""

VERSION = "0.1.0"
