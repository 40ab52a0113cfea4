"""Plain bodies of their own size, for what has no model of its own: no other ship is drawn in its place."""
