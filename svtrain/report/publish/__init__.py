"""What a team publishes for its stakeholders: the record that the server shows, a page that stands alone, and a workbook."""
