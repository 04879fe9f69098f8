"""Single cells: what their texts mean in their column, and which mean nothing that can be told."""
