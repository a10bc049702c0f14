"""FLOW itself: that its stages fit together. What they do is tested stage by stage."""

import inspect
import subprocess
import sys

import msgspec
import pytest

from pipeline.config import Config
from pipeline.data import Record
from pipeline.flow import FLOW

NAMES = ("read", "segment", "extract", "link", "normalise", "embed", "cluster", "compare", "crop", "report")
each_stage = pytest.mark.parametrize("stage", FLOW, ids=lambda stage: stage.name)


def test_the_ten_stages_in_order():
    assert tuple(stage.name for stage in FLOW) == NAMES
    assert [stage.scope for stage in FLOW] == ["document"] * 4 + ["corpus"] * 4 + ["document", "corpus"]


@each_stage
def test_a_stage_needs_only_what_came_before(stage):
    earlier = NAMES[: NAMES.index(stage.name)]
    assert set(stage.needs) <= {*earlier, "source" if stage.scope == "document" else "failures"}
    if stage.scope == "document":
        corpus = {other.name for other in FLOW if other.scope == "corpus"}
        assert corpus.isdisjoint(stage.needs), "a document stage sees one document"


@each_stage
def test_a_stage_takes_what_it_needs_then_its_settings_and_model(stage):
    parameters = inspect.signature(stage.run).parameters.values()
    inputs = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    options = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}
    assert len(inputs) == len(stage.needs)
    asked = {"config", *(["model"] if stage.load else []), *(["previous"] if stage.remembers else [])}
    assert options == asked


@each_stage
def test_a_stage_is_in_the_file_of_its_name_with_a_section_of_its_own(stage):
    assert stage.run.__module__ == f"pipeline.{stage.name}"
    assert stage.run.__name__ == stage.name
    assert stage.name in Config.__struct_fields__


@each_stage
def test_a_load_takes_nothing_but_what_it_is_offered(stage):
    if stage.load is not None:
        assert set(inspect.signature(stage.load).parameters) <= {"config", "run", "more_time"}


@each_stage
def test_what_a_stage_gives_is_a_record_that_layers_can_hold(stage):
    assert issubclass(stage.gives, Record)
    msgspec.msgpack.Decoder(stage.gives)
    assert msgspec.json.schema(stage.gives)["$defs"]
    assert inspect.signature(stage.run).return_annotation in (stage.gives.__name__, stage.gives)


def test_importing_the_command_imports_no_stage():
    heavy = ("pipeline.flow", "numpy", "torch", "spacy")
    code = f"import sys, pipeline.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
