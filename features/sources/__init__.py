"""Readers of outside formats, one module per format; each writes a record folder."""
