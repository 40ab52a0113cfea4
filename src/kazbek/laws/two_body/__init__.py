"""Two bodies in closed form: for checks and benchmarks; nothing is flown by them."""
