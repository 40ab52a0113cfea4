"""The launcher, its crewed nose, and the pad."""
