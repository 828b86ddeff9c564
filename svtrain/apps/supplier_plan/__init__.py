"""Supplier action plan: a supplier describes itself and gets a few fitting actions; a buyer sees many plans together."""
