"""Flights beside the station: from port to port, and what all flights to a port share there."""
