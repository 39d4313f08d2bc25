"""A conversation as a browser shows it: what the sandbox's phones and the office's page have in common.

`static/` is plain ES modules and style sheets, without a build step. Whoever shows a conversation gives its acts, the
addresses of its files and the words that only he has.
"""
