"""YAML becomes strings, lists and mappings, and nothing else."""

from __future__ import annotations

import json

import pytest

from postil.core.model import Source
from postil.core.yamltree import read_yaml
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("yaml"), ids=str)
def test_values_are_read_as_the_case_says(case: Case) -> None:
    read = read_yaml(Source("content/x.yaml", case.blocks["text"], ""))
    assert read.problems == ()
    assert read.value is not None
    case.expect("value", json.dumps(read.value.data, indent=1, ensure_ascii=False))
