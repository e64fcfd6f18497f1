"""Stories: incidents told in YAML, and played through the real services to see what follows."""
