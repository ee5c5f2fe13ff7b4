"""The proof that an evaluation is exact: nasty data and random documents, the product against the reference."""
