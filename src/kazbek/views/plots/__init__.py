"""PNG plots of a record (extra ``plots``): ascent, ground track, chase in the station's frame, descent."""
