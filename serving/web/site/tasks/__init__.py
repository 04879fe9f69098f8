"""What a person has to do: a task, and the tasks of parts of the pages."""
