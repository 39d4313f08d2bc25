"""Zalo's Bot API: texts and pictures in, texts out."""
