"""From what was seen of a part to its line in the console's table. Pure."""
