"""What tables and trees share: rows, cells, keys, and the tree of a config."""
