"""What commands that bring records in share: key and roster, questions, dry runs, and what is written."""
