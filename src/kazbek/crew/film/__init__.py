"""A film shot aboard a station: the script broken down, light through the windows, a solved shooting schedule."""
