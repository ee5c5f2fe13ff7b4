"""The demonstration: a fictional retailer with three brands, made from a seed, and the audiences its marketers keep."""
