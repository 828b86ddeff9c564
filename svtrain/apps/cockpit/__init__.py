"""For whoever runs a room: the run sheet with its clock, what people answered, everybody's screen, and what is left for later."""
