"""What an import changes in what is there, as people read it."""
