"""The same verbs for a terminal. One file a verb; each module adds its commands to `app`."""

from __future__ import annotations

import os
import re
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

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us: what is printed goes nowhere
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        elif hasattr(stream, "reconfigure"):
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
    except BrokenPipeError:
        _unheard()
    except OSError as error:
        _unwritable(error)
    except SystemExit as left:  # the library leaves with 1, which means findings, when the reader of our output goes away
        if isinstance(left.__context__, BrokenPipeError):
            _unheard()
        raise


def _leave(code: int) -> NoReturn:
    if code == STOPPED:
        print("Stopped; nothing half-written was left behind.", file=sys.stderr)
    try:
        sys.stdout.flush()  # here, where a full disk can still be said
    except BrokenPipeError:
        _unheard()
    except OSError as error:
        _unwritable(error)
    sys.exit(code)


def _unheard() -> NoReturn:
    """The reader of our output went away, as `head` does: nobody is left to tell, and nothing is wrong."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # or the last words are tried again at the end, and fail aloud
    sys.exit(0)


def _unwritable(error: OSError) -> NoReturn:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")
    what = f"{error.filename}: The file cannot be used" if error.filename else "The output cannot be written"
    sentence = f"{what}: {error.strerror or error}." if _somewhere() else "The folder that this was started in is gone; change to another one."
    print(printable(sentence), file=sys.stderr)
    sys.exit(2)


def _somewhere() -> bool:
    """Whether the folder that we work in still exists."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


# What the library says in its own tongue, and what a person is told.
_PLAIN = {"Value error, ": "", "Input should be a valid number, unable to parse string as a number": "this is not a number",
          "Input should be a valid integer, unable to parse string as an integer": "this is not a whole number"}
_PLAINER = re.compile("|".join(map(re.escape, _PLAIN)))


def _sentence(message: str) -> str:
    """The library's message with a full stop, and where help is."""
    message = _PLAINER.sub(lambda found: _PLAIN[found[0]], " ".join(message.split()))
    return f"{message.rstrip('.?')}{'?' if message.rstrip('.').endswith('?') else '.'} Ask for help with --help."
