"""What is seen of the portfolio board. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.portfolio_board import words
from svtrain.apps.portfolio_board.state import FILTERS, PRACTICE, PortfolioBoard
from svtrain.data import reference
from svtrain.data.portfolio import FILES
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

LIMIT = 60_000_000  # bytes
FILE_LABELS = {"contracts.csv": "Contracts", "commitments.csv": "Commitments: what was promised", "deliveries.csv": "Deliveries: what was done",
               "spend.csv": "Spend, if you have it"}
MOST_OPTIONS = 300


class View:
    """The screen of one `PortfolioBoard`."""

    def __init__(self, board: PortfolioBoard):
        self.board = board
        self.shown = Words(name="shown")
        self.filters = {kind: ChoiceField(words.FILTER_LABELS[kind], "", [("", "All")], name=kind) for kind in FILTERS}
        self.head, self.chart = Words(live=True, name="headline"), Chart(name="whole")
        self.group = ChoiceField("Break it down by", board.group, list(words.GROUPS.items()), name="group")
        self.measure = ChoiceField("Show in the chart", board.measure, list(words.NAMES.items()), name="measure")
        self.groups, self.group_chart, self.rating_chart = Words(name="groups"), Chart(name="groups"), Chart(name="ratings")
        self.contracts, self.close = Words(name="contracts"), Words(live=True, name="close")
        self.contract = ChoiceField("Look at one contract", "", [("", "Choose")], name="contract")
        self.gaps, self.assumed, self.origin, self.passport = (Words(name=name) for name in ("gaps", "assumed", "origin", "passport"))
        self.price = ChoiceField("A price used here", "", [("", "Choose")], name="price")
        self.files = {name: FileField(FILE_LABELS[name], accept=".csv,.txt,.xlsx", limit=LIMIT, on_file=lambda _, data, name=name: board.take(name, data))
                      for name in FILES}
        self.map = FileField("A value map of one of the contracts", accept=".yaml,.yml,.json,.xlsx", on_file=board.take_map)
        self.given = Words(live=True, name="given")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.board, "portfolio-board")
        self._listen()
        parts = self._parts()
        self._show()
        if not whole:
            return Stack([*parts, self.kept])
        return page("Portfolio board", words.INTRO, *parts, your_work(self.kept))

    def _parts(self) -> list[Stack]:
        again = Button("Show all again", on_click=self.board.all_again, name="all-again")
        self.turn = row(Button("Contracts before these", on_click=lambda: self.board.turn(-1), name="before"),
                        Button("More contracts", on_click=lambda: self.board.turn(1), name="more"))
        own = section("Show your own portfolio", columns(*self.files.values(), self.map, narrowest="16rem"), self.given,
                      row(Button("Show the practice contracts", on_click=self.board.practise, name="practise")),
                      intro="Three tables as CSV or Excel, with the columns that the guide on publishing names. They stay on this server.")
        return [
            section("What is shown", self.shown, columns(*self.filters.values(), narrowest="13rem"), row(again)),
            section("From promise to proof", results(self.head), self.chart, Words(words.bullets(words.MEANINGS))),
            section("By priority, place or category", columns(self.group, self.measure, narrowest="14rem"), self.group_chart, self.groups),
            section("How the promises stand", self.rating_chart),
            section("Contract by contract", self.contracts, self.turn, self.contract, self.close),
            section("What is missing", self.gaps),
            section("What this assumes", self.assumed),
            section("Where the numbers come from", self.origin, self.price, self.passport),
            own,
        ]

    def _listen(self) -> None:
        board = self.board
        for kind, field in self.filters.items():
            field.on_value(lambda name, kind=kind: self._filling or board.choose(kind, name))
        self.group.on_value(lambda name: self._filling or board.by(name))
        self.measure.on_value(lambda name: self._filling or board.show_measure(name))
        self.contract.on_value(lambda name: self._filling or board.look(name))
        self.price.on_value(lambda name: self._filling or board.ask(name))
        board.observe(lambda _: self._show(), "revision")

    _filling = False
    _shown: object = None  # the sums that the page shows

    def _show(self) -> None:
        board, self._filling = self.board, True
        try:
            if self._shown is not board.whole:
                self._show_sums()
                self._shown = board.whole
            self.group_chart.show(words.group_picture(board.groups, board.group, board.measure))
            hide(self.turn, board.pages < 2)
            self.contracts.say(words.contract_table(board.portfolio, board.listed(), board.page, board.pages, len(board.contracts)))
            self.measure.value, self.contract.value, self.price.value = board.measure, board.contract, board.proxy
            self.close.say(words.close_words(board))
            self.passport.say(words.passport(reference().proxies.get(board.proxy), board.proxy))
            for name, field in self.files.items():
                field.problem = board.problems.get(name, "")
            self.map.problem = board.problems.get("map", "")
            wanted = [name for name in FILES[:3] if name not in board.given]
            self.given.say(paragraph(f"Still needed: {', '.join(wanted)}.", "note") if board.given and wanted else "")
        finally:
            self._filling = False

    def _show_sums(self) -> None:
        """What changes with the portfolio and the filters."""
        board, portfolio = self.board, self.board.portfolio
        self.shown.say(paragraph("These are the practice contracts. They are invented." if board.source == PRACTICE else "This is your own portfolio."))
        for kind, field in self.filters.items():
            field.options = [("", "All"), *((name, name) for name in board.options(kind))]
            field.value = board.chosen.get(kind, "")
        first, *more = words.headline(portfolio, board.whole, len(board.contracts))
        self.head.say(paragraph(first, "headline") + paragraph(" ".join(more)))
        self.chart.show(words.whole_picture(board.whole))
        self.group.value = board.group
        self.groups.say(words.group_table(board.groups, board.group))
        self.rating_chart.show(words.ratings_picture(board.rated))
        self.contract.options = [("", "Choose"), *((portfolio.references[n], f"{portfolio.references[n]}: {portfolio.contract_titles[n]}")
                                                   for n, _ in board.contracts[:MOST_OPTIONS])]
        self.price.options = [("", "Choose"), *((name, f"{name} ({count:,})") for name, count in board.prices().items())]
        self.gaps.say(words.bullets(words.gaps(portfolio, board.whole)))
        self.assumed.say(words.bullets(words.assumptions(portfolio)))
        self.origin.say(words.bullets(words.origin(portfolio)))


def show(whole: bool = True) -> None:
    """Show the portfolio board, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(PortfolioBoard()).render(whole))


