"""The kinds of conditions, a file and a table entry each: how one is read, written and told."""
