"""Runs the corpus stages, once each, on all documents' layers; what has not changed is taken from the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.config import Config
from pipeline.data import Failure
from pipeline.running.documents import Processed, call_stage, load_model, unit_of
from pipeline.running.fingerprint import combine, layer_key
from pipeline.running.layers import CORPUS, Layers

if TYPE_CHECKING:
    from pipeline.flow import Stage


FAILURES = "failures"
"""What a stage asks for in `needs` to be given what could not be read."""


@dataclass(slots=True)
class CorpusFlow:
    """The layers of a run: those of the documents that are complete, and those of the corpus as they are made.

    Attributes:
        flow: All stages of the run, in order.
        bases: What each depends on besides its inputs (`stage_bases`).
        config: The settings.
        layers: The cache.
        documents: The documents that have all their layers.
        failures: What became of the others.
        previous: What stages gave in an earlier run, by name, for those that remember.
        previous_key: What of `previous` a layer's key covers: nothing where it is the same folder's last run, since a
            layer that is there has had its say.
        keys: The key of each corpus layer that is there.
        digests: Its digest.
    """

    flow: tuple[Stage, ...]
    bases: dict[str, str]
    config: Config
    layers: Layers
    documents: Sequence[Processed]
    failures: tuple[Failure, ...] = ()
    previous: Mapping[str, Any] = field(default_factory=dict)
    previous_key: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    _outputs: dict[str, Any] = field(default_factory=dict)

    def advance(self, stage: Stage) -> bool:
        """Makes sure that the stage's layer is there; True when the stage had to run."""
        remembered = [self.previous_key] if stage.remembers and self.previous_key else []
        key = layer_key(self.bases[stage.name], [*(self._digest(need) for need in stage.needs), *remembered])
        found = self.layers.find(CORPUS, stage.name, key)
        if found is None:
            inputs = [self.output(need) for need in stage.needs]
            model = load_model(stage, config=self.config) if stage.load else None
            previous = self.previous.get(stage.name)
            self._outputs[stage.name] = call_stage(stage, inputs, config=self.config, model=model, previous=previous)
            self.digests[stage.name] = self.layers.write(CORPUS, stage.name, key, self._outputs[stage.name])
        else:
            self.digests[stage.name] = found
        self.keys[stage.name] = key
        return found is None

    def output(self, name: str) -> Any:
        """A corpus stage's output, or all documents' outputs of a document stage, in the order of their doc_ids."""
        if name == FAILURES:
            return self.failures
        if self.flow[0].name not in self._outputs:
            self._open_documents()
        if name not in self._outputs:
            stage = next(stage for stage in self.flow if stage.name == name)
            self._outputs[name] = (
                tuple(self._read(stage, document) for document in self.documents)
                if stage.scope == "document"
                else self.layers.read(CORPUS, name, self.keys[name], kind=stage.gives)
            )
        return self._outputs[name]

    def fingerprint(self) -> str:
        """The digest of all layers of the run."""
        return combine([self._digest(stage.name) for stage in self.flow])

    def _digest(self, name: str) -> str:
        """The digest of a corpus layer, or of all documents' layers of a stage, whatever their order."""
        if name == FAILURES:
            return combine(self.failures)
        if name in self.digests:
            return self.digests[name]
        return combine(sorted(document.digests[name] for document in self.documents))

    def _open_documents(self) -> None:
        """Reads the first stage's layers, which hold the doc_ids, and puts the documents in their order."""
        first = self.flow[0]
        pairs = [(self._read(first, document), document) for document in self.documents]
        pairs.sort(key=lambda pair: str(pair[0].doc_id))
        self._outputs[first.name] = tuple(output for output, _ in pairs)
        self.documents = [document for _, document in pairs]

    def _read(self, stage: Stage, document: Processed) -> Any:
        return self.layers.read(unit_of(document.file), stage.name, document.keys[stage.name], kind=stage.gives)
