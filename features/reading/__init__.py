"""Record folders as they lie on disk: files, headings, declarations."""
