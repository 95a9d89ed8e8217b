"""Pages of units, and the page to sign in at."""
