"""The cockpit: a flight beside the station that a person flies, with the step that everybody shares."""
