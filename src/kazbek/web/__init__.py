"""Pages served on this machine: one Starlette application, one clock, a static folder without a build step."""
