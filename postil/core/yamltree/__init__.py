"""The door to PyYAML: YAML as plain strings, lists and mappings that know their places."""

from .reading import read_yaml
from .tree import BODY, Mapping, Node, Scalar, Sequence, Tree

__all__ = ["BODY", "Mapping", "Node", "Scalar", "Sequence", "Tree", "read_yaml"]
