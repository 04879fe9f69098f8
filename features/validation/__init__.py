"""Every rule a cell, a row, a key or a mark must keep, and the sentence for what breaks it."""
