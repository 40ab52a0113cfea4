"""A campaign as text and as a page."""
