"""What changed in a bureau from one year to another: units, duties, people, budget, cities, offices.

:func:`years` unites the documents of each bureau and year; :func:`compare` compares two of the years, whichever they
are; :func:`changes` does so for each year and the nearest earlier one. All three are pure and take rows as the
database holds them, so that two years that the build did not compare can be compared when somebody asks.
"""

from kokusai_extract.link.changes.archive import changes
from kokusai_extract.link.changes.compare import Comparison, compare
from kokusai_extract.link.changes.unite import years
from kokusai_extract.link.changes.year import Rows, Year

__all__ = ["Comparison", "Rows", "Year", "changes", "compare", "years"]
