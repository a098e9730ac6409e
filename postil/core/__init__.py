"""Floor 0: the values, and the doors to disk and YAML. Everyone may import it; it imports no stage."""
