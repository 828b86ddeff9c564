"""What is asked before and after a training: five statements, how it was, and what one will do."""
