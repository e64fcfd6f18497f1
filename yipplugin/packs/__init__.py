"""Policy packs: folders of plain data, read, checked as a whole and locked once published."""
