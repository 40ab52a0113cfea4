"""Kernel of the chase: coast, burn, coast on."""
