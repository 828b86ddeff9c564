"""Value one contract: open a value map, change a line, see what the ratio rests on."""
