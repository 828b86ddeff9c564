#!/usr/bin/env python3
"""The one file a newcomer runs.

    python3 workshop.py          makes .venv, installs, opens the workshop in your browser
    python3 workshop.py lab      the same lessons in JupyterLab
    python3 workshop.py test     installs the test tools too and runs every test
    python3 workshop.py doctor   says what is installed and what is wrong

Any other word is handed to the `svtrain` command. It needs Python 3.11 or newer and nothing else.
"""
# Kept to the grammar of old Pythons, so that a Python that is too old can read it and say so.
import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
LOCK = os.path.join(HERE, "requirements.lock")
TEST_LOCK = os.path.join(HERE, "tests", "requirements.lock")
READY = os.path.join(VENV, "svtrain-ready")

NO_NETWORK = (
    "NewConnectionError", "Failed to establish a new connection", "Temporary failure in name resolution",
    "getaddrinfo failed", "ConnectTimeoutError", "Network is unreachable", "Connection refused", "ProxyError",
    "Read timed out", "No matching distribution found",
)


def say(sentence):
    print(sentence, file=sys.stderr)
    sys.stderr.flush()


def give_up(sentence):
    """One sentence and exit code 2: the work could not be done."""
    say(sentence)
    sys.exit(2)


def venv_python():
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(VENV, *inside)


def works(python):
    """Whether a virtual environment's Python starts and has pip."""
    if not os.path.exists(python):
        return False
    try:
        return subprocess.call([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv():
    """Make .venv, or mend one that was left half-made."""
    if works(venv_python()):
        return
    if os.path.isdir(VENV):
        say("The folder .venv was left half-made, so it is made afresh.")
        shutil.rmtree(VENV, ignore_errors=True)
    say("Making a folder for the workshop's own packages (.venv) ...")
    done = subprocess.run([sys.executable, "-m", "venv", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode or not works(venv_python()):
        shutil.rmtree(VENV, ignore_errors=True)
        text = done.stdout.decode("utf-8", "replace")
        if "ensurepip" in text:
            give_up("This Python cannot make virtual environments; install its venv package (on Debian and Ubuntu: python3-venv) and run this again.")
        last = text.strip().splitlines()[-1] if text.strip() else "no reason was given"
        give_up("The folder .venv could not be made (%s); check that the disk has room and that you may write to %s." % (last, HERE))


def fingerprint(lock):
    """What an installation was made from; when it changes, the packages are installed again."""
    mark = hashlib.sha256(repr((sys.version_info[:2], HERE)).encode())
    for path in (lock, os.path.join(HERE, "pyproject.toml")):
        with open(path, "rb") as file:
            mark.update(file.read())
    return mark.hexdigest()


def ready_for(lock):
    try:
        with open(READY) as file:
            return fingerprint(lock) in file.read().split()
    except OSError:
        return False


def pip(*words):
    """Run pip; when it fails, say why in one sentence."""
    command = [venv_python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    done = subprocess.run(command + list(words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=HERE)
    if done.returncode == 0:
        return
    text = done.stdout.decode("utf-8", "replace")
    if "No space left" in text:
        give_up("The disk is full; free about 2 GB and run this again.")
    if any(sign in text for sign in NO_NETWORK):
        give_up("The packages could not be fetched: the first start needs a network that reaches a Python package index; connect and run this again.")
    errors = [line for line in text.splitlines() if line.upper().startswith("ERROR")]
    reason = errors[-1].split(":", 1)[-1].strip() if errors else "pip gave no reason"
    give_up("The packages could not be installed (%s); delete the folder .venv and run this again." % reason)


def install(lock):
    """Bring .venv to the pinned state; a second run finds the mark and does nothing."""
    make_venv()
    if ready_for(lock):
        return
    say("Installing the pinned packages; the first time takes a few minutes ...")
    pip("--retries", "2", "--timeout", "20", "--require-hashes", "-r", lock)
    # --no-build-isolation: the build tool is in the lock, so this step needs no network
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    marks = [fingerprint(lock)]
    if lock == TEST_LOCK:
        marks.append(fingerprint(LOCK))  # the test lock holds the other one, pin for pin
    with open(READY + ".part", "w") as file:
        file.write("\n".join(marks))
    os.replace(READY + ".part", READY)


def hand_over(words):
    """Become the command; Ctrl-C goes to it."""
    command = [venv_python()] + words
    if os.name == "nt":
        try:
            sys.exit(subprocess.call(command))
        except KeyboardInterrupt:
            sys.exit(130)
    os.execv(command[0], command)


def main(words):
    if sys.version_info < NEEDED:
        give_up("This is Python %d.%d, and svtrain needs 3.11 or newer; install one from python.org and run this again with it." % sys.version_info[:2])
    if words[:1] in (["-h"], ["--help"], ["help"]):
        print(__doc__.strip())
        return
    if words[:1] == ["test"]:
        install(TEST_LOCK)
        os.chdir(HERE)
        hand_over(["-m", "pytest"] + words[1:])
    install(LOCK)
    hand_over(["-m", "svtrain"] + (words or ["start"]))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        give_up("Stopped; run the same command again to go on where it left off.")
