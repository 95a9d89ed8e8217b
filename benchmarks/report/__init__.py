"""What was measured, as tables and plots: out of the kept results alone, so it can be made again."""
