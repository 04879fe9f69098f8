"""The steps from each form of the record store to the next, run by Alembic."""
