"""Reads and checks datasets, value maps, registers and tenders."""
