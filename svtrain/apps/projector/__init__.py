"""What a whole room sees on the wall: nobody's words, and nothing before its reveal."""
