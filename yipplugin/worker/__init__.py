"""What runs beside the pages, from time to time."""
