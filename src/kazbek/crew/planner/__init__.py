"""The rotation planner: the problem, the model, the solver, and the solution told as a crew plan."""
