"""The pages of the import, and the reports to download."""
