"""How anything is shown: fields, charts, tables, steps."""
