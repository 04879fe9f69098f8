"""What a process of the pages sees to by itself while it runs."""
