"""A room with real browsers in it, each of which came through a join link."""

from __future__ import annotations

from svtrain.room import Seat, Store
from svtrain.serve.links import RoomLinks
from svtrain.serve.session import server_secret


class JoinedRoom:
    """A room in a workshop's own store. ``faults`` are errors on the consoles and requests that left the machine: there must be none."""

    def __init__(self, workshop, chromium, name):
        self.workshop, self.chromium, self.address = workshop, chromium, workshop.address
        self.store = Store(workshop.work / "room" / "room.sqlite", make=True)
        self.room = self.store.new(name)
        self.contexts, self.faults, self.seats = [], [], {}

    def browser(self, role, path="", **more):
        """A page as somebody sees it who has just followed a link; ``more`` goes to the browser."""
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", **more)
        self.contexts.append(context)
        page, address = context.new_page(), self.address
        own = (address, address.replace("http", "ws", 1), "data:", "blob:", "about:")
        page.on("request", lambda one: None if one.url.startswith(own) else self.faults.append(one.url))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{address}/join/{RoomLinks(server_secret(self.workshop.work)).token(self.room, role)}")
        page.locator("main form button").first.click()
        page.wait_for_url(f"{address}/")
        if path:
            page.goto(address + path)
        return page

    def seat(self, person, role="participant"):
        """Somebody who takes part without a browser."""
        if person not in self.seats:
            self.seats[person] = Seat(self.store.seat(self.room, person, role), self.store.address, connections=1)
        return self.seats[person]

    def close(self):
        for one in (*self.contexts, *self.seats.values(), self.store):
            one.close()
