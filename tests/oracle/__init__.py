"""An independent pair of eyes: random campaigns and slow, direct figures, read from domain.md alone."""
