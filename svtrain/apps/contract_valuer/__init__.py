"""Value your own contracts: from a row of a register to a value map, a range and its driver, and files to take along."""
