"""The live page: a whole mission on one clock, from a finished record, one being written, or one being flown."""
