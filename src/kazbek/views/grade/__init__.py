"""A docking graded from its record: penalty points against limits with sources, and the mark."""
