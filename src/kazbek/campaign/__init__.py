"""Campaigns: one mission planned once and flown thousands of times, each run drawn by its number."""
