"""What the warmed parent does with the stock libraries, once, so that no kernel does it first.

Much is imported on first use and every function is slower the first few times.
Each step is a sentence of an ordinary app; one that fails is left out.
"""

from __future__ import annotations

import asyncio
import sys
import threading

TIMES = 3  # from the third time on, Python's adaptive code has settled


def libraries() -> None:
    """Use each library that is loaded as an app would: a table, a figure, fields, a cell."""
    for _ in range(TIMES):
        for name, use in (("pandas", table), ("plotly.graph_objects", figure), ("ipywidgets", fields), ("IPython", cell), ("zmq", channels)):
            if name in sys.modules:
                use()


def table() -> None:
    """Make a table and write it as HTML, which loads pandas' formats."""
    import pandas

    frame = pandas.DataFrame({"year": [1, 2, 3], "value": [1.0, 2.5, None], "name": ["a", "b", "c"]})
    frame.to_html()
    repr(frame)
    frame.groupby("name")["value"].sum().sort_values()
    frame.merge(frame, on="year")


def figure() -> None:
    """Draw the usual figures, which loads their classes and plotly's templates."""
    import plotly.graph_objects as go

    drawn = go.Figure([go.Bar(x=["a"], y=[1.0], name="b"), go.Scatter(x=[1], y=[1.0]), go.Waterfall(x=["a"], y=[1.0])])
    drawn.update_layout(title="t", margin={"l": 0}, xaxis={"title": {"text": "x"}}, legend={"orientation": "h"})
    drawn.add_annotation(text="t", x=0, y=0)
    drawn.to_json()


def fields() -> None:
    """Make a field of each kind, connect them, change one."""
    import ipywidgets

    made = [kind() for kind in (ipywidgets.Text, ipywidgets.FloatText, ipywidgets.IntText, ipywidgets.Textarea,
                                ipywidgets.Checkbox, ipywidgets.Button, ipywidgets.HTML, ipywidgets.Output,
                                ipywidgets.FloatSlider, ipywidgets.IntSlider)]
    made += [kind(options=["a", "b"]) for kind in (ipywidgets.Dropdown, ipywidgets.Select, ipywidgets.RadioButtons)]
    box = ipywidgets.VBox([*made, ipywidgets.HBox(), ipywidgets.Tab([ipywidgets.Label("a")])])
    made[0].observe(lambda change: None, "value")
    made[0].set_state({"value": "typed"})
    box._repr_mimebundle_()


def channels() -> None:
    """Send a message there and back as a kernel and its server do, in a thread that ends; no socket is left.

    What Python notes about a class when it is first used would otherwise be noted in each kernel: 2 MB of it.
    """
    talk = threading.Thread(target=lambda: asyncio.run(_talk()))
    talk.start()
    talk.join()


async def _talk() -> None:
    import zmq
    from jupyter_client.session import Session
    from zmq.eventloop.zmqstream import ZMQStream

    context, session = zmq.Context(), Session(key=b"for nobody")
    kernel, server = context.socket(zmq.ROUTER), context.socket(zmq.DEALER)
    kernel.bind("inproc://warming")
    server.connect("inproc://warming")
    heard = asyncio.get_running_loop().create_future()
    stream = ZMQStream(kernel)
    stream.on_recv(lambda frames: heard.done() or heard.set_result(frames), copy=False)
    session.send(server, "kernel_info_request", {})
    idents, frames = session.feed_identities(await asyncio.wait_for(heard, 5), copy=False)
    session.send(stream, "kernel_info_reply", {}, parent=session.deserialize(frames, copy=False), ident=idents)
    await asyncio.sleep(0.01)
    stream.close()
    context.destroy(linger=0)


def cell() -> None:
    """Run a cell, with something shown and something printed."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.run_cell("from IPython.display import display\ndisplay({'a': 1})\n1 + 1", store_history=False)
