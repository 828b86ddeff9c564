"""How Voila is set for a room: nothing shown but the pages, kernels limited, culled and reached by files."""

from __future__ import annotations

import sys

from traitlets.config import Config

from svtrain.serve.kernel_channels import PersonIdentity
from svtrain.serve.people_kernels import PeopleKernels

EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]


def stage_config(most_kernels: int, idle_minutes: int) -> Config:
    """The settings of the workshop's server."""
    config = Config()
    config.Stage.log_level = "ERROR"
    config.VoilaConfiguration.template = "svtrain"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.multi_kernel_manager_class = PeopleKernels
    config.Voila.identity_provider_class = PersonIdentity
    config.PeopleKernels.most = most_kernels
    config.KernelRestarter.restart_limit = 0  # a kernel that died has lost its widgets; the page says so and opens again
    config.KernelManager.shutdown_wait_time = 2.0
    config.MappingKernelManager.cull_idle_timeout = idle_minutes * 60
    config.MappingKernelManager.cull_interval = 60
    config.MappingKernelManager.allow_tracebacks = False
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config
