"""A ranked list on its way out: JSON, terminal, spreadsheet, page, file."""
