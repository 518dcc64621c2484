"""The older ledgers, which take a second a page to read, and last year's column of the newer ones against them."""

from __future__ import annotations

import pytest

from kokusai_extract.link.archive import link
from kokusai_extract.model.records import Identity, IdentityTerm
from tests.corpus import test_ledgers as newer
from tests.corpus.test_corpus import expected
from tests.corpus.test_ledgers import CASE, EVERY, FILES, facts

pytestmark = pytest.mark.seeds
OLDER = sorted(set(EVERY) - set(FILES))


@pytest.mark.parametrize("file", OLDER)
def test_the_older_ledgers(file: str) -> None:
    newer.test_every_item_with_its_figures(file)
    newer.test_the_totals_of_chapters_and_sections(file)
    newer.test_no_figure_of_a_page_is_left_and_each_page_is_a_ledger(file)
    newer.test_what_these_pages_do_not_say_is_not_made_up(file)


def by_name(file: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["section"].split()[-1], row["name"]): row for row in expected(CASE, "items") if row["file"] == file}


def test_last_years_figures_are_those_of_the_year_before() -> None:
    archive = link([facts(file) for file in EVERY])
    tried = [record for record in archive.records if isinstance(record, Identity) and record.kind == "restated"]
    assert tried
    assert all(identity.holds for identity in tried)
    items = {
        term.row_id
        for term in archive.records
        if isinstance(term, IdentityTerm) and term.identity_id in {identity.id for identity in tried}
    }
    for name in ("sainyu14_shiyoryo", "sainyu19_kurinyu", "sainyu22_shisai"):
        old, new = by_name(f"r7_{name}"), by_name(f"r8_{name}")
        shared = old.keys() & new.keys()
        assert shared
        assert all(old[key]["amount"] == new[key]["previous_amount"] for key in shared), "so it is printed"
        for _, item in shared:
            assert sum(row.endswith(item) for row in items) == 2, item
    follows = [finding for finding in archive.findings if finding.code == "ledger-follows"]
    assert len(follows) == 3
    assert not [finding for finding in archive.findings if finding.code == "ledger-restated"]
    assert not [finding for finding in archive.findings if finding.code == "ledger-item-unmatched"]
