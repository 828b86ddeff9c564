"""One contract by four methods side by side: what each counts, leaves out and takes from the map. Never a single winner."""
