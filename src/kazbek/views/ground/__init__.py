"""A campaign as a table and as a picture."""
