"""Reading obligations out of Chinese text."""
