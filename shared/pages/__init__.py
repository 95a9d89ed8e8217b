"""What the pages of all services share: layout, words, look, the way in, and errors as people read them."""
