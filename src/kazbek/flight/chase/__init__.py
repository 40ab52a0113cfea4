"""From separation to the first brake: when to lift off, which burns, and the burns as flown."""
