"""A contract register or spend file seen whole: who gets the money, for what, what ends soon, and which three to choose."""
