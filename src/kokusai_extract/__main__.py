"""``python -m kokusai_extract`` is the ``kokusai`` command."""

from kokusai_extract.cli import main

main()
