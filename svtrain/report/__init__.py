"""What people take away: the workbook."""
