"""Settings: defaults, the user's file, flags, and how they are written back."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config, default_toml, load_config
from pipeline.errors import ConfigError
from pipeline.flow import FLOW
from pipeline.running.settings import parse_bars, parse_pages, parse_pairs, render_config


def test_every_section_and_key_has_a_default_and_a_comment_says_its_unit():
    settings = tomllib.loads(default_toml())
    assert list(settings) == list(Config.__struct_fields__)
    assert all(set(settings[name]) == set(getattr(load_config(), name).__struct_fields__) for name in settings)


def test_each_stage_has_its_section_in_the_order_of_the_flow():
    assert Config.__struct_fields__ == ("run", *(stage.name for stage in FLOW))


def test_a_file_changes_only_its_keys_and_a_flag_comes_last(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text("[cluster]\nseed = 7\nresamples = 9\n")
    config = load_config(path, {"cluster.seed": "8"})
    assert (config.cluster.seed, config.cluster.resamples) == (8, 9)
    assert config.read == load_config().read


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("run.job", "1", "unknown key run.job"),
        ("runn.jobs", "1", r"unknown section \[runn\]"),
        ("jobs", "1", "no section"),
        ("run.jobs", "0", "jobs"),
        ("run.jobs", "many", "jobs"),
        ("link.min_score", "1.5", "min_score"),
        ("normalise.currency", "dollars", "currency"),
    ],
)
def test_what_is_wrong_is_named(key, value, message):
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(overrides={key: value})
    assert caught.value.advice


def test_a_wrong_value_is_laid_to_where_it_was_given(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text("[link]\nmin_score = 7\n")
    with pytest.raises(ConfigError, match=r"^--set cluster\.seed=x: "):
        load_config(overrides={"link.min_score": "0.4", "cluster.seed": "x"})
    with pytest.raises(ConfigError, match=r"my\.toml: .*min_score"):
        load_config(path, {"cluster.seed": "1"})
    with pytest.raises(ConfigError, match=r"^--set link\.min_score=8: "):
        load_config(path, {"link.min_score": "8"})


@pytest.mark.parametrize("content", [b"[run\n", b"\xff\xfe", b"run = 3\n"])
def test_a_file_that_is_no_settings_file(content, tmp_path):
    (tmp_path / "my.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"my\.toml"):
        load_config(tmp_path / "my.toml")


def test_a_missing_file(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_the_defaults_are_written_back_with_their_comments():
    assert render_config(load_config()) == default_toml()


def test_a_resolved_file_gives_the_same_settings(tmp_path):
    config = load_config(overrides={"run.jobs": "3", "report.title": 'A "title" # 报告', "link.min_score": "0.25"})
    (tmp_path / "config.toml").write_text(render_config(config), encoding="utf-8")
    assert load_config(tmp_path / "config.toml") == config
    (tmp_path / "config.toml").write_text(render_config(config, leave_out=["run.jobs"]), encoding="utf-8")
    assert load_config(tmp_path / "config.toml").run.jobs == "all"


@pytest.mark.parametrize(
    ("text", "pages"), [("3", (3,)), ("1-3,8", (1, 2, 3, 8)), ("8, 1-2,2", (1, 2, 8)), (None, ()), ("5-5", (5,))]
)
def test_pages(text, pages):
    assert parse_pages(text) == pages


@pytest.mark.parametrize("text", ["", "0", "3-1", "a", "1-", "-3", "1,,2", "1-999999999", "1.5"])
def test_what_is_no_page(text):
    with pytest.raises(ConfigError, match="--pages"):
        parse_pages(text)


@given(st.sets(st.integers(1, 500), min_size=1))
def test_pages_written_out_come_back(pages):
    assert parse_pages(",".join(map(str, pages))) == tuple(sorted(pages))


def test_pairs_and_bars():
    assert parse_pairs(["report.title=a, b", "run.jobs=2"], flag="--set") == {"report.title": "a, b", "run.jobs": "2"}
    assert parse_bars(["money=0.85,money+bound=0.8", "country (of found)=1"]) == {
        "money": 0.85,
        "money+bound": 0.8,
        "country (of found)": 1.0,
    }


@pytest.mark.parametrize("text", ["money", "money=high", "money=2", "=1"])
def test_what_is_no_bar(text):
    with pytest.raises(ConfigError, match="--bar"):
        parse_bars([text])
