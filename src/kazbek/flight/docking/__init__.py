"""From the first brake to hooks and hatch: brakes, fly-around, station-keeping, final approach."""
