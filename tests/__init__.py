"""The tests, by layer; what several of them need stands here and in conftest.py."""
