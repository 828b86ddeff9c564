"""Voila and JupyterLab set up for a room."""
