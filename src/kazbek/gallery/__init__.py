"""The flight as a click-through gallery: a picture per beat, captions from the story, a folder opened from disk."""
