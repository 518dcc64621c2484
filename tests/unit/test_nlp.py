"""The language tools: words with their places, and a switch that turns them off."""

from __future__ import annotations

import pytest

from kokusai_extract import nlp


def test_tokens_know_where_they_stand() -> None:
    text = "国際局の山本 忍"
    (words,) = nlp.tokens([text])
    assert [text[word.start : word.end] for word in words] == [word.text for word in words]
    assert [word.text for word in words if word.tags[3:4] == ("姓",)] == ["山本"]


def test_a_text_longer_than_sudachi_takes_is_cut_at_line_ends() -> None:
    text = "国際局の事務。\n" * 4000
    (words,) = nlp.tokens([text])
    assert len(text.encode()) > nlp.MOST_BYTES
    assert all(text[word.start : word.end] == word.text for word in words)
    assert sum(word.text == "事務" for word in words) == 4000


def test_switched_off_there_are_no_words_and_no_pipeline() -> None:
    nlp.switch(False)
    try:
        assert not nlp.available()
        assert list(nlp.tokens(["国際局", "山本"])) == [(), ()]
        with pytest.raises(nlp.Switched):
            nlp.pipeline()
    finally:
        nlp.switch(True)


def test_a_parse_gives_words_with_their_heads() -> None:
    text = "国際協力の推進に関すること。"
    (words,) = nlp.parses([text])
    assert [text[word.start : word.end] for word in words] == [word.text for word in words]
    by_text = {word.text: word for word in words}
    assert words[by_text["協力"].head].text == "推進"
    assert by_text["協力"].relation == "nmod"


def test_a_text_too_long_to_parse_is_refused() -> None:
    with pytest.raises(ValueError, match="bytes"):
        list(nlp.parses(["あ" * nlp.MOST_BYTES]))


def test_short_words_are_the_parts_of_a_compound() -> None:
    assert [word.text for word in nlp.short_words("維持管理")] == ["維持", "管理"]


def test_switched_off_there_are_no_parses() -> None:
    nlp.switch(False)
    try:
        assert list(nlp.parses(["国際局", "山本"])) == [(), ()]
        assert nlp.short_words("維持管理") == ()
        nlp.load()
    finally:
        nlp.switch(True)
