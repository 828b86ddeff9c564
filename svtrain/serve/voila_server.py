"""The workshop's server: Voila, with the house's pages, and with nothing else open.

``run(port, ip="127.0.0.1", root=..., work=..., open_browser=...)`` serves

- ``/``  the gallery
- ``/voila/render/<folder>/<notebook>.ipynb``  lessons and apps
- ``/join``, ``/join/<token>``, ``/room/leave``, ``/room/invite``  the ways into a room and out of it
- ``/room/news``, ``/room/catch-up``, ``/room/park``, ``/room/end``, ``/room/export``  what goes on in one's room, and its end
- ``/published/<address>``  what a team has published for its stakeholders
- ``/svtrain/static/front/<version>/...``  the scripts and the look of the house's widgets
- ``/svtrain/static/plotly-<version>.min.js``  the plotly.js of the installed plotly package, for charts

and answers 404 to everything else, and to every request that names a host which is not ours.
"""

from __future__ import annotations

import os
import re
import socket
import webbrowser
from pathlib import Path

import tornado.httpserver
import tornado.ioloop
import voila
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from traitlets import Any, Bool, Dict, Int, List, Unicode
from voila.app import Voila
from voila.utils import get_page_config, get_voila_labextensions_path

from svtrain.data.layout import lay_out
from svtrain.data.private import VARIABLE as PRIVATE
from svtrain.serve import guard, kernels
from svtrain.serve.assets import AssetHandler, OneFile
from svtrain.serve.gallery import GalleryHandler
from svtrain.serve.kernel_channels import ChannelsHandler, KernelHandler, LeaveHandler, PageConnection
from svtrain.serve.invitation import LOOPBACK, address_note, in_address, own_addresses
from svtrain.serve.joining import CodeHandler, InviteHandler, JoinHandler, LeaveRoomHandler
from svtrain.serve.links import BadTries, RoomLinks
from svtrain.serve.open_files import allow_many
from svtrain.serve.page_handler import PageHandler
from svtrain.serve.page_pieces import PageStore
from svtrain.serve.people_kernels import ALLOWED
from svtrain.serve.ports import HOST
from svtrain.serve.room_now import CatchUpHandler, EndHandler, ExportHandler, Looks, NewsHandler, ParkHandler
from svtrain.serve.published import BAD_ADDRESSES, PublishedHandler
from svtrain.serve.rooms import Rooms, rooms_for
from svtrain.serve.session import People, server_secret
from svtrain.serve.voila_config import stage_config
from svtrain.serve.turns import Turns
from svtrain.serve.waiting import Queue, QueueHandler
from svtrain.ui import element, plotly_js

KERNEL_ID = r"(?P<kernel_id>[0-9a-f-]{36})"
LARGEST_BODY = 64 * 1024
ANY = ("", "0.0.0.0", "::")
MOST_JOINS = 300  # a minute from one address: a whole room may come from behind one
BAD_CODES_IN_ALL = 300  # a minute; with a code of 47 million, a day of that finds one in two hundred


class Stage(Voila):
    """Voila with the house's own handlers in place of its own."""

    work = Unicode(help="The folder for saved work.").tag(config=True)
    names = List(Unicode(), help="Host names, besides this machine's own, that the server answers to.").tag(config=True)
    forked_kernels = Bool(True, help="Fork kernels from a warmed parent where the system allows it.").tag(config=True)
    idle_minutes = Int(20, help="A kernel that no page holds is ended after so long.").tag(config=True)
    secret = Any(help="The key that signs cookies and links.")
    rooms: Rooms = Any(help="Gives out seats.")
    published = Unicode(help="The folder of published work.")
    room_only = Bool(False, help="Whoever has no place in a room sees the page to join one, and nothing else.")
    first_page = Unicode(help="What the browser is opened at.")
    certificate = Dict(help="The files of the certificate and its key, for https.")

    def load_config_file(self, *args, **kwargs) -> None:
        """Nothing on the machine changes how the room is guarded."""

    def init_settings(self) -> dict:
        settings = super().init_settings()
        self.kernel_manager.allowed_message_types = ALLOWED
        self.kernel_manager.rooms = self.rooms
        settings.update(
            people=People(self.secret), links=RoomLinks(self.secret), bad_tries=BadTries(), queue=Queue(), turns=Turns(), house=guard.pages_of_the_house(),
            rooms=self.rooms, room_only=self.room_only, bad_codes=BadTries(), joins=BadTries(MOST_JOINS), bad_codes_in_all=BadTries(BAD_CODES_IN_ALL),
            open_line=self.ip not in LOOPBACK, shown_address=self.shown_address(),
            default_handler_class=guard.NotFound, log_function=guard.log_request, allow_remote_access=True,
            kernel_websocket_connection_class=PageConnection, websocket_max_message_size=10 * 2**20, server_root_dir="",
            ws_ping_interval=30_000, lines={},
        )
        settings["parts"] = settings["house"].get_template("svtrain/parts.html.j2").module
        return settings

    def init_handlers(self) -> list:
        """None for Voila to add: ours are added for our own host names only."""
        self.app.add_handlers(self._host_pattern(), self._handlers())
        return []

    def _handlers(self) -> list:
        notebooks = Path(self.root_dir)
        share = [Path(path) for path in get_voila_labextensions_path()]
        store = PageStore(self.template_paths, self.contents_manager, self._page_config(), self.base_url)
        at = self.base_url
        published = {"notebooks": notebooks, "store": store, "folder": Path(self.published), "tries": BadTries(BAD_ADDRESSES)}
        about_room = {"notebooks": notebooks, "looks": Looks(self.rooms)}
        return [
            (at, GalleryHandler, {"notebooks": notebooks}),
            (rf"{at}voila/render/(.+)", PageHandler, {"notebooks": notebooks, "store": store}),
            (rf"{at}voila/templates/svtrain/(static/.+)", AssetHandler, {"roots": [guard.TEMPLATES / "svtrain"], "open_to_strangers": True}),
            (rf"{at}svtrain/static/({re.escape(plotly_js.file_name())})", OneFile, {"path": plotly_js.path()}),
            (rf"{at}svtrain/static/front/(.+)", AssetHandler, {"roots": [element.FRONT], "versioned": True}),
            (rf"{at}voila/static/(.+)", AssetHandler,
             {"roots": [Path(path) for path in self.static_paths if path != DEFAULT_STATIC_FILES_PATH], "versioned": True}),
            (rf"{at}voila/labextensions/(.+)", AssetHandler, {"roots": share}),
            (rf"{at}api/kernels/{KERNEL_ID}", KernelHandler),
            (rf"{at}api/kernels/{KERNEL_ID}/channels", ChannelsHandler),
            (rf"{at}voila/api/shutdown/{KERNEL_ID}", LeaveHandler),
            (rf"{at}join", CodeHandler),
            (rf"{at}join/([A-Za-z0-9_.-]+)", JoinHandler),
            (rf"{at}room/leave", LeaveRoomHandler),
            (rf"{at}room/invite(\.json)?", InviteHandler),
            (rf"{at}room/news", NewsHandler, about_room),
            (rf"{at}room/catch-up", CatchUpHandler, about_room),
            (rf"{at}room/park", ParkHandler, about_room),
            (rf"{at}room/end", EndHandler),
            (rf"{at}room/export", ExportHandler),
            (rf"{at}queue", QueueHandler),
            (rf"{at}healthz", Health),
            (rf"{at}published/?", PublishedHandler, published),
            (rf"{at}published/([A-Za-z0-9_-]+)", PublishedHandler, published),
        ]

    def _page_config(self) -> dict:
        config = get_page_config(base_url=self.base_url, settings={"mathjax_config": None, "mathjax_url": None}, log=self.log,
                                 voila_configuration=self.voila_configuration)
        config["fullStaticUrl"] = f"{self.base_url}voila/static/{voila.__version__}"
        config["jupyterLabTheme"] = "light"
        config["preload"] = [f"{config['fullLabextensionsUrl']}/{each['name']}/{each['load']}" for each in config["federated_extensions"]]
        return config

    def _host_pattern(self) -> str:
        """The names that this server answers to: a page of another host cannot borrow a visitor's browser."""
        names = {*LOOPBACK, *self.names}
        if self.ip not in LOOPBACK:
            names |= {socket.gethostname(), f"{socket.gethostname()}.local", socket.getfqdn(), self.ip, *own_addresses()}
        return "^(?:" + "|".join(re.escape(in_address(name.lower())) for name in sorted(names)) + ")$"

    @property
    def scheme(self) -> str:
        return "https" if self.certificate else "http"

    def shown_address(self) -> str:
        """Where others reach this server; empty when nobody else does, or only through a web server in front."""
        if self.ip in LOOPBACK:
            return ""
        host = self.names[0] if self.names else next(iter(own_addresses()), self.ip) if self.ip in ANY else self.ip
        return f"{self.scheme}://{in_address(host)}:{self.port}{self.base_url}"

    def listen(self) -> None:
        server = tornado.httpserver.HTTPServer(self.app, max_body_size=LARGEST_BODY, max_header_size=16 * 1024,
                                               idle_connection_timeout=120, body_timeout=30,
                                               xheaders=bool(self.names) and self.ip == HOST,  # a web server in front says whom it speaks for
                                               ssl_options=self.certificate or None)
        server.listen(self.port, self.ip)
        address = f"{self.scheme}://{HOST if self.ip in ANY else in_address(self.ip)}:{self.port}{self.base_url}"
        self.ioloop = tornado.ioloop.IOLoop.current()  # a signal to stop looks for it
        note = _note_address(Path(self.work), self.shown_address() or address)
        print(f"The workshop is open at {address}\nPress Ctrl+C to close it.", flush=True)
        if self.open_browser:
            webbrowser.open(address + self.first_page)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            print("\nThe workshop is closing; work is saved.")
        finally:
            note.unlink(missing_ok=True)
            self.stop()


class Health(guard.Guarded):
    """Answers when the server is up; a page that lost its line asks here before it loads again."""

    open_to_strangers = True

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish("ok")


def _note_address(work: Path, address: str) -> Path:
    """Where `svtrain room links` finds the address of the server that runs."""
    note = address_note(work)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(address, encoding="utf-8")
    return note


def run(port: int = 8866, ip: str = "127.0.0.1", root: Path | None = None, work: Path | None = None,
        open_browser: bool = False, forked_kernels: bool = True, names: tuple[str, ...] = (), most_kernels: int = 60,
        idle_minutes: int = 20, store: str | None = None, people_store: str | None = None, secret_file: str | None = None,
        room_only: bool = False, certificate: tuple[str, str] | None = None, first_page: str = "",
        published: Path | None = None) -> None:
    """Serve the workshop until it is stopped.

    Parameters
    ----------
    port, ip
        Where to listen; by default this machine only.
    root
        The folder that holds ``notebooks/``; by default where the shipped content lies.
    work
        The folder for saved work; by default ``svtrain.data.saved_work.work_folder()``.
    open_browser
        Whether to open the front page.
    forked_kernels
        False starts every kernel the stock way.
    names
        Host names, besides this machine's own, that the server answers to.
    most_kernels
        Kernels at once; a visitor who comes then sees that the room is full.
    idle_minutes
        A kernel that no page holds is ended after so long.
    store, people_store
        Where rooms are kept: the owner's address and, on PostgreSQL, that of people's pages. By default ``SVTRAIN_STORE``
        and ``SVTRAIN_PEOPLE_STORE``, else a file with the saved work.
    secret_file
        The key that signs cookies and links, where several servers share one.
    room_only
        Whoever has no place in a room sees the page to join one, and nothing else.
    certificate
        The files of a certificate and of its key; the server then speaks https.
    first_page
        What the browser is opened at, after the server's address.
    published
        The folder of published work; by default ``published`` in the folder for saved work.

    Raises
    ------
    CannotDo
        When the key or the store cannot be used as they are.
    """
    allow_many()
    if work is None:
        from svtrain.data.saved_work import work_folder

        work = work_folder()
    secret = server_secret(Path(work), secret_file)
    rooms = rooms_for(secret, Path(work), store, people_store)  # takes the owner's address out of what kernels inherit
    if names or ip not in LOOPBACK:
        os.environ[PRIVATE] = ""  # others reach this server: licensed values stay with the organisation
    published = Path(published or Path(work) / "published").resolve()
    os.environ["SVTRAIN_PUBLISHED"] = str(published)
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(guard.SHARE), os.environ.get("JUPYTER_PATH", "")]))
    app = Stage(config=stage_config(most_kernels, idle_minutes), port=port, ip=ip, root_dir=str(Path(root or lay_out()) / "notebooks"),
                work=str(work), open_browser=open_browser, forked_kernels=forked_kernels, names=list(names), secret=secret, rooms=rooms,
                room_only=room_only, first_page=first_page, published=str(published),
                certificate=dict(zip(("certfile", "keyfile"), certificate, strict=True)) if certificate else {})
    if forked_kernels:
        _fork_kernels(app)
    app.initialize([])
    app.start()


def _fork_kernels(app: Stage) -> None:
    kernels.use(app.config, calls=["svtrain.serve.warm:workshop"])
    kernels.start(app.config)
