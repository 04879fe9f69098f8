"""Starting the service, following the champion, packing a bento."""
