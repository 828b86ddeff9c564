"""Kernels forked from a warmed parent: they start at once and share memory.

A stock kernel is a new Python that imports everything again. Here one parent
process (the *zygote*) imports the libraries and builds the IPython shell once;
each kernel is a fork of it. Where a fork is not possible (Windows, another
interpreter, unusual arguments) the kernel starts the stock way, by itself.

How a server uses it, before its kernel manager is made::

    from svtrain.serve import kernels

    kernels.use(
        app.config,                          # a traitlets Config (Voila, JupyterLab, Jupyter Server)
        modules=("svtrain.apps.all",),       # imported besides the stock list, in the parent
        calls=("svtrain.serve.warm:draw",),  # functions called in the parent after the imports
    )
    kernels.start(app.config)                # optional: start the parent now, not at the first visit

`use` only writes settings (the names below), so a command line or a
configuration file can still overrule each of them:

- ``KernelProvisionerFactory.default_provisioner_name = "fork-provisioner"``
- ``ForkProvisioner.modules``, ``ForkProvisioner.calls``
- ``KernelManager.transport = "ipc"`` (files that only this account can open; ``"tcp"`` keeps stock)
- ``AsyncKernelManager.client_class = PromptClient``: does not sit out the 0.2 s that the
  stock client waits for silence before a notebook may run, does not decode what
  widgets send to the browser, and listens for no heartbeat

A mixin does the same for the watch that culling keeps::

    from svtrain.serve.kernels.client import WatchesLightly

    class Kernels(WatchesLightly, AsyncMappingKernelManager): ...

JupyterLab takes no Config from a caller; it takes the same settings as arguments::

    kernels.register()
    LabApp.launch_instance([*arguments, *kernels.arguments(history=True)])

Per-person settings travel as with stock kernels: the `env` given to
``MappingKernelManager.start_kernel(env={..., "SVTRAIN_PERSON": ...})`` is the
whole environment of that kernel. Interrupt, restart, culling, death and exit
codes are as with stock kernels. A variable that only works at the start of an
interpreter (``PYTHONPATH``, ``IPYTHONDIR``, ``OMP_NUM_THREADS``...) and is set to
something else than the server's own makes that one kernel start the stock way;
the log says so. Linear algebra in a forked kernel uses one thread.

A function named in `calls` runs in the parent with an IPython shell and
working widgets, so it may build an app and draw a chart. Every kernel inherits
what it leaves behind, so it must leave nothing personal, start no thread, open
no socket and no database. Widgets that it made are closed for it.
"""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

NAME = "fork-provisioner"
CLASS = "ForkProvisioner"


def register() -> None:
    """Make the provisioner known to jupyter_client without an installed entry point.

    The entry point in the package's metadata does the same for a server that
    never imports this module; it needs an installed package.
    """
    from jupyter_client.provisioning import KernelProvisionerFactory

    KernelProvisionerFactory.provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}.provisioner:{CLASS}", KernelProvisionerFactory.GROUP_NAME
    )


def use(config, *, modules=(), calls=(), transport: str = "ipc", history: bool = False):
    """Write into `config` what makes a server fork its kernels.

    Parameters
    ----------
    config : traitlets.config.Config
        Of Voila, JupyterLab or another Jupyter server, before its kernel manager exists.
    modules : sequence of str
        Modules that the parent imports besides the stock list. One that is
        missing is left out with a warning.
    calls : sequence of str
        Functions, as ``module:name``, that the parent calls after the imports
        and after it has used the stock libraries once (`warming.libraries`).
    transport : str
        ``ipc`` (files that only this account can open) or ``tcp``. Windows always has ``tcp``.
    history : bool
        Keep IPython's history file, as stock kernels do; JupyterLab's console wants it.

    Returns
    -------
    traitlets.config.Config
        The same object.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> use(Config(), modules=["decimal"]).KernelProvisionerFactory.default_provisioner_name
    'fork-provisioner'
    """
    from svtrain.serve.kernels.provisioner import STOCK_CALLS, STOCK_MODULES

    register()
    config.KernelProvisionerFactory.default_provisioner_name = NAME
    config.ForkProvisioner.modules = [*STOCK_MODULES, *modules]
    config.ForkProvisioner.calls = [*STOCK_CALLS, *calls]
    config.ForkProvisioner.history = history
    if sys.platform != "win32":
        config.KernelManager.transport = transport
    config.AsyncKernelManager.client_class = f"{__name__}.client.PromptClient"
    return config


def arguments(**options) -> list[str]:
    """The settings of `use` as a command line, for a server that is started with one.

    Examples
    --------
    >>> arguments(history=True)[0]
    '--KernelProvisionerFactory.default_provisioner_name=fork-provisioner'
    """
    from traitlets.config import Config

    config = use(Config(), **options)
    return [
        f"--{section}.{name}={each}"  # a list is given item by item
        for section, settings in config.items() for name, value in settings.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def start(config) -> None:
    """Start the warmed parent in the background, so that the first visitor does not wait for it."""
    from svtrain.serve.kernels.provisioner import CannotFork, ForkProvisioner

    provisioner = ForkProvisioner(config=config)
    if provisioner.enabled and sys.platform in provisioner.platforms:
        try:
            provisioner.warm()
        except CannotFork as why:
            provisioner.log.warning("%s", why)
