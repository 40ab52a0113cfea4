"""Floor 3: state in, command out."""
