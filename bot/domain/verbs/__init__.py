"""Everything a button can ask for: one declaration for each, with its arguments and who may press it.

A wire name and the order of the arguments stand in messages that people keep: a change makes those buttons out of
date. A new argument goes to the end and may be left out. `registry` knows all of them; it takes a tenth of a second
to import, so whoever shows a few buttons imports theirs alone.
"""
