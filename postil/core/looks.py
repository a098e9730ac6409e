"""What the system says of a file, by which it is known to be the same without being read.

Takes what `os.stat` gives. The newcomer's trap: a file changed twice within one tick of the
system's clock looks the same after the second change as after the first. So a look proves nothing
until it is `GRAIN_NS` old; whoever remembers it earlier remembers a digest of the content beside
it, and reads the file again.
"""

from __future__ import annotations

import os

Look = tuple[int, int, int, int]
"""Size in bytes, time of the content and time of the entry in nanoseconds since 1970, inode."""

UNSEEN: Look = (0, 0, 0, 0)
"""The look of what nobody could look at. It is like no other, not even itself."""
GRAIN_NS = 2_000_000_000
"""The coarsest clock of a file system in use, that of FAT. Linux takes its time every 4 ms."""


def look(state: os.stat_result) -> Look:
    """Return what tells this state of a file from others.

    The time of the content can be set to what it was, that of the entry cannot; the inode tells a
    file that was put in the place of another.
    """
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def is_settled(look: Look, now_ns: int) -> bool:
    """Return whether no change after the moment `now_ns`, in nanoseconds since 1970, could leave the look as it is.

    Never so for a time in the future, of which nothing is known: such a file is read each time.
    """
    return max(look[1], look[2]) < now_ns - GRAIN_NS
