"""Floor 2: what is built — launcher, spacecraft, capsule, thrusters, canopies, station, ports, console."""
