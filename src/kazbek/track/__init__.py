"""The path of a station: read from files, interpolated inside them, propagated outside; reboosts found in them."""
