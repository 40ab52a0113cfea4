"""What the data files say, one model a folder of ``data/``: launchers, pads, ships, stations, zones and more."""
