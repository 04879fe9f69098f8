"""The database behind the record store: its address, its tables, its transactions."""
