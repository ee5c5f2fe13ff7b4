"""Masivo Audiences: exact, live customer segments for marketing teams."""
