"""Files of spreadsheet programs as grids of cells; what they could do to a machine is asked before they are opened."""
