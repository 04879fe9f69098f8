"""What a demo invents and the pages show: programmes as examples, and the words in plans, notes and decisions."""
