"""The program that makes papers into files."""

from functools import cache

WITHOUT_WEASYPRINT = (
    "no WeasyPrint was found: pip install weasyprint, and "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


@cache
def weasyprint():
    """Return WeasyPrint, or nothing where it or Pango is missing."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return weasyprint
