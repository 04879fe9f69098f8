"""Model versions kept on this machine, and which of them is served."""
