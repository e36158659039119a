"""The hand-over package: one archive with all that the ombudsman needs, and the proof that it is whole.

``contents`` gathers, ``index`` makes it readable, ``bag`` writes the archive piece by piece, ``verify.py`` travels along and checks it
with nothing but Python itself. The format is described in ``docs/reference/package-format.md``.
"""
