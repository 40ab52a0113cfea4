"""The user's own photographs among the computed pictures: read, placed on the mission's clock, credited, copied."""
