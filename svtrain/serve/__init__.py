"""Voila and JupyterLab set up for a room."""

from svtrain.serve.late_grammar import put_off

put_off()  # before anything of Jupyter is imported
