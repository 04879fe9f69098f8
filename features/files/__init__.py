"""Files of any kind: written whole, read up to a size, safe in a spreadsheet; what the machine cannot do is told."""
