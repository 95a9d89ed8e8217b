"""Pages of units, the page to sign in at, and a part of a leader's desk."""
