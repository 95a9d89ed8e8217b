"""The console's pages: drawn once, and the same in every service."""
