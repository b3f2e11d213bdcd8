"""The demo community: a made-up neighbourhood along a made-up river."""
