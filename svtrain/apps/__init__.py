"""One folder an app: state.py is what is true, view.py is what is seen."""
