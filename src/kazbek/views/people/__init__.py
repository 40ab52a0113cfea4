"""The people of a mission, shown: who flies what, when, in which seat; rules, plan, console; one picture."""
