"""The ground as a picture shows it: near and level, the steppe, the globe from above."""
