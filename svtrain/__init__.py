"""svtrain: learn, question and apply social value in public procurement.

Importing the package is cheap on purpose: every part is loaded when it is first asked for.
"""

__version__ = "0.1.0"
