"""What outsiders rely on, held against what the last release offered (`released.json`)."""
