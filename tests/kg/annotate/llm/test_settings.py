"""Which variables does the engine `llm` heed?"""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import LlmSettings, read_llm_settings

NEEDED = {"URL": "http://127.0.0.1:1/v1", "MODEL": "m"}


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> LlmSettings:
    """The settings with exactly these variables."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(f"DATELINE_LLM_{name}", value)
    return read_llm_settings()


def test_address_and_model_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest has defaults: no key, no prices, a folder beside the snapshots."""
    assert read(monkeypatch, **NEEDED) == LlmSettings(
        url=NEEDED["URL"], model="m", cache=Path("dateline-data/llm"), passage_tokens=2000, timeout=120.0
    )


def test_every_variable_counts_and_the_key_never_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """White space around a value is none of it."""
    given = {"KEY": " sk-1\n", "CACHE": "kept", "PASSAGE_TOKENS": "500", "TIMEOUT": "9.5", "PRICE_IN": "0.15"}
    settings = read(monkeypatch, **NEEDED, **given, PRICE_OUT="0.6")
    assert settings == LlmSettings(
        url=NEEDED["URL"],
        model="m",
        key="sk-1",
        cache=Path("kept"),
        passage_tokens=500,
        timeout=9.5,
        prices=(Decimal("0.15"), Decimal("0.6")),
    )
    assert "sk-1" not in repr(settings)
    assert read(monkeypatch, **NEEDED, **given).prices is None


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"MODEL": "m"}, "URL"),
        ({"URL": "http://127.0.0.1:1"}, "MODEL"),
        (NEEDED | {"TIMEOUT": "soon"}, "TIMEOUT"),
        (NEEDED | {"TIMEOUT": "0"}, "TIMEOUT"),
        (NEEDED | {"PASSAGE_TOKENS": "99"}, "PASSAGE_TOKENS"),
        (NEEDED | {"PRICE_IN": "-1"}, "PRICE_IN"),
        (NEEDED | {"PRICE_OUT": "NaN"}, "PRICE_OUT"),
        (NEEDED | {"PRICE_OUT": "Infinity"}, "PRICE_OUT"),
    ],
)
def test_what_is_missing_or_no_number_is_a_wrong_call(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str
) -> None:
    """Told by the variable's name."""
    with pytest.raises(UsageError, match=f"DATELINE_LLM_{name}"):
        read(monkeypatch, **variables)
