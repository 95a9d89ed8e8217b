"""Finding units by the beginning of their id, and by any part of their name."""
