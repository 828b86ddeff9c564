"""The line between a page and its kernel: an error in an app's code reaches the page as a sentence, and does not end the line."""

from __future__ import annotations

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager

from svtrain.serve.kernel_channels import PageConnection


def test_an_error_in_an_app_is_told_without_its_traceback():
    everybody = AsyncMappingKernelManager(allow_tracebacks=False)
    line = PageConnection(parent=ServerKernelManager(parent=everybody))
    told = {"header": {"msg_type": "error"}, "content": {"ename": "KeyError", "evalue": "what somebody typed", "traceback": ["/a/path.py"]}}
    line._on_error("iopub", told, [])
    assert told["content"] == {"ename": "ExecutionError", "evalue": "Execution error", "traceback": [everybody.traceback_replacement_message]}
