"""Who and what comes to a landed capsule."""
