"""The door to PyYAML: YAML as plain strings, lists and mappings that know their places."""

from .reading import read_yaml
from .tree import Tree

__all__ = ["Tree", "read_yaml"]
