"""The site as a whole: its application, addresses, first page and error pages."""
