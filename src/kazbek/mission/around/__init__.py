"""What is planned around a mission: work before the launch, a film, days aboard."""
