"""The same verbs for a terminal. One file a verb; each module adds its commands to `app`."""

from __future__ import annotations

import sys

import typer

from svtrain.core.problems import CannotDo

app = typer.Typer(
    name="svtrain",
    help="Learn, question and apply social value in public procurement.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run a command; a person sees one sentence per problem, never a traceback."""
    from svtrain.cli import verbs

    verbs.register(app)
    try:
        app()
    except CannotDo as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("Stopped; nothing half-written was left behind.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
