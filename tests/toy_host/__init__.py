"""A school's own system, as small as can be, with yipplugin in it."""

from .app import create_app as create_app
