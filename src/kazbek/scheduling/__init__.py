"""Project scheduling with minimum and maximum time lags, resources and calendars; and the order of a film's scenes."""
