"""Tools against a need: what each asks for, gives and hides, and when in the cycle. Never a single winner."""
