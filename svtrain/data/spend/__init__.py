"""What a register tells: who gets the money and for what, how much of it is local, and what ends soon."""
