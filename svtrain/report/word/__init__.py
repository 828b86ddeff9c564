"""What people take away as a Word document."""
