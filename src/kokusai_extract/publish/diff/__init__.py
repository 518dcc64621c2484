"""Two years of a bureau side by side: what ``kokusai diff`` prints and the site shows.

``comparison`` finds what changed, from the change tables or on the spot; ``difference`` adds where each row is printed;
``terminal``, ``markdown`` and ``data`` say it.
"""
