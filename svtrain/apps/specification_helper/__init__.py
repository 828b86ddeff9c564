"""Write outcomes into a specification: a requirement that can be measured, a question with a marking guide, and the checks."""
