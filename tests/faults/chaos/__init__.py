"""Forty people in one meeting while what carries it is killed; see `live_chaos.py`."""
