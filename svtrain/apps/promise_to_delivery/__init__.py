"""Promise to delivery: what was promised, what is due by now, what was delivered, and who checked it."""
