"""Single cells of a school's sheets: days, marks, classes, lists of them, and signs of a day."""
