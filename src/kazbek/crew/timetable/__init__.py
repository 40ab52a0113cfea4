"""The days aboard: a timetable of five minutes for everybody, solved, checked by rule, planned again after an upset."""
