"""The verbs, and the only writers: check the act, write everything or nothing, then tell."""
