"""The same verbs for a terminal. One file a verb; each module adds its commands to `app`."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer
from typer.exceptions import Abort, Exit, TyperException

from svtrain.cli.tables import printable
from svtrain.core.problems import CannotDo

STOPPED = 130  # what the library makes of Ctrl-C

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

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows a question mark
    try:
        verbs.register(app)
        if len(sys.argv) == 1:
            sys.argv.append("--help")
        code = typer.main.get_command(app)(standalone_mode=False)
        _leave(code if isinstance(code, int) else 0)
    except Exit as done:
        _leave(done.exit_code)
    except TyperException as error:  # a word or an option that the command line does not know
        if error.format_message().strip():  # a group without a word has shown its help already
            print(_sentence(error.format_message()), file=sys.stderr)
        sys.exit(2)
    except CannotDo as error:
        for problem in error.problems:
            print(printable(str(problem)), file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, Abort):
        _leave(STOPPED)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.exit(0)


def _leave(code: int) -> NoReturn:
    if code == STOPPED:
        print("Stopped; nothing half-written was left behind.", file=sys.stderr)
    sys.exit(code)


def _sentence(message: str) -> str:
    """The library's message with a full stop, and where help is."""
    message = " ".join(message.split())
    return f"{message.rstrip('.')}. Ask for help with --help."
