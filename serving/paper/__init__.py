"""Lists and children on paper: one layout for the page and the workbook."""
