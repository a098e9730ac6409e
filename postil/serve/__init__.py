"""The workshop: the site served on this machine while it is written, with its editor in the page.

Takes the folder of a site and serves what would be published, from memory, to browsers of this machine alone. What
it adds to the pages is added on the way out: no byte of it is ever in `site/`.
"""

from __future__ import annotations

from .desk import Answer, Desk
from .terminal import Terminal
from .workshop import Workshop, run

__all__ = ["Answer", "Desk", "Terminal", "Workshop", "run"]
