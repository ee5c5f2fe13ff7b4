"""The contract of the conditions once more, slow and plain, so that the product can be compared with it.

Written from the contract alone: nothing here imports the product, and nothing here knows how the product does it.
"""
