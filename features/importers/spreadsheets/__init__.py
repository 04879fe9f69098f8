"""A school's own spreadsheets as records: whatever their layout, with the cells that are wrong."""
