"""An abort map in lines of text and as a picture."""
