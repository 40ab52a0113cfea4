"""What a broadcaster says and shows of a mission: commentary from the record, announced slots against actual ones."""
