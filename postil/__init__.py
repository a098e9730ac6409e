"""Postil: a static site generator for annotated commentary."""

__version__ = "0.1.0"
