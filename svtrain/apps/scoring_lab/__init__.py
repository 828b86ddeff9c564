"""Score a tender every way at once: who wins, what would change it, and how sure that is."""
