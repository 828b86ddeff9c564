"""The arithmetic and the words: no screens, no files."""
