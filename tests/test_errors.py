"""The exception tree: exit codes, advice, and the way from a worker to the run."""

import pickle

import pytest

from pipeline import errors
from pipeline.errors import DocumentError, ExitCode, PipelineError

CODES = {
    "ConfigError": 2,
    "InputError": 3,
    "DocumentError": 4,
    "MissingModelError": 5,
    "MissingDependencyError": 5,
    "UnderBarError": 6,
    "InvariantError": 1,
}


def kinds():
    return [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, PipelineError)]


@pytest.mark.parametrize("name", CODES)
def test_each_error_has_the_exit_code_of_the_design(name):
    assert getattr(errors, name).exit_code == CODES[name]


def test_the_codes_are_those_that_users_count_on():
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4, 5, 6, 130]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_error_comes_out_of_a_worker_as_it_went_in(kind):
    page = {"page": 7} if issubclass(kind, DocumentError) else {}
    error = pickle.loads(pickle.dumps(kind("what", advice="do this", **page)))
    assert (type(error), str(error), error.message, error.advice) == (kind, "what", "what", "do this")
    assert getattr(error, "page", None) == page.get("page")


def test_every_error_says_what_it_means():
    assert all(kind.__doc__ for kind in kinds())
