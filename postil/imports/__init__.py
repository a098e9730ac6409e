"""What other programs wrote, made into the files of an author. Nothing here reads or writes the disk."""
