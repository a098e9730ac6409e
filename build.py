#!/usr/bin/env python3
"""Builds a site of annotated commentary from content/ into site/.

    python3 build.py            builds the site
    python3 build.py test       runs every test
    python3 build.py --help     says what else there is

What happens, in order; each stage is a module of postil/ that takes values and returns values:

    unchanged     says so when nothing has changed, and that is all
    bootstrap     makes .venv with the packages that are needed, the first time
    gather        reads the texts and what belongs to them
    settings      reads site.yaml, entities.yaml, references.json
    markup        parses each text into the one flat text that a reader sees
    annotations   reads the notes and the readers' comments, each field with its place
    anchoring     finds the passage of each note, or says that it cannot
    placing       marks the passages and numbers the notes
    plan          decides every page
    search        makes the index of the search, when what it finds has changed
    render        draws the pages with layouts/
    write         puts the new site in the place of the old one, whole
    report        says what is wrong, where, and what would mend it
"""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.stderr.write("Postil needs Python 3.11 or newer; this is Python %d.%d.\n" % sys.version_info[:2])
        sys.exit(2)

    try:
        from postil import unchanged

        start = unchanged.start(sys.argv[1:])
        if unchanged.is_said_again(start):
            sys.exit(0)

        from postil.bootstrap import provide

        provide(__file__)

        from postil.cli import run

        run(start)
    except KeyboardInterrupt:
        # While the program was still being imported; once it is, `cli.main` does the same.
        sys.exit(130)
