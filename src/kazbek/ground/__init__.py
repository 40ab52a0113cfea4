"""Work on the ground before a flight: the pad campaign, what upsets it, and the chance of holding the date."""
