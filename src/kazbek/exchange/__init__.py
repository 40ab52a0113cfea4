"""Floor 7: other people's formats, written for other people's tools."""
