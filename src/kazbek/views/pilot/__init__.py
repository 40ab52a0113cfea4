"""What a person's flights say of how that person flies: a pilot file with intervals."""
