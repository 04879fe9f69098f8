"""Parts of pages for whoever has the rest already."""
