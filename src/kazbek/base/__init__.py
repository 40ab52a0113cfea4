"""Floor 0: units, constants, frames, epoch, channels, errors, chance. Imports nothing else of kazbek."""
