"""The condition language: the document as values, its checks, its words and its meaning in time; pure."""
