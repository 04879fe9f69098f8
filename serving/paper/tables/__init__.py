"""A table that people take with them, as a workbook, as text for a spreadsheet, and as a document to print."""
