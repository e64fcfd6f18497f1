"""Ashgrove MIS: a small made-up school system, to try yipplugin in and to copy from."""

from .factory import create_app as create_app
