"""One program per system measured: each reads requests as JSON lines and answers each with one line."""
