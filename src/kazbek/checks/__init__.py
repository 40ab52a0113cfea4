"""The validation table: published numbers beside what kazbek computes."""
