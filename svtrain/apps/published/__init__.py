"""Published work for stakeholders: made from a piece of saved work, and shown read-only."""
