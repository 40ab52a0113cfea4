"""The story of a flight, told from its record: beats, sentences, and where every number comes from."""
