"""The Flexible Framework, rated by many: each alone, then where they agree and where they do not."""
