"""Contact packs: routes as files that an authority, a force or a school writes and signs."""
