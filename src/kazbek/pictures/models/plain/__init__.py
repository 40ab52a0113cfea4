"""Plain bodies of their own size, for what has no model of its own: nobody else's ship is drawn in their place."""
