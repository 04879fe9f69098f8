"""The vocabulary of records: tables, columns, and how a problem with them is said."""
