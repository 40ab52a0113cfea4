"""What lights a picture and what stands in the light's way."""
