"""What a participant sees. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from svtrain.apps.estimate_room.form import Form
from svtrain.apps.estimate_room.state import Participant
from svtrain.apps.estimate_room.talk import Talk
from svtrain.apps.estimate_room.words import INTRO, asked, sent_note, standing
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.field import ChoiceField
from svtrain.ui.layout import page, results, section
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words


class ParticipantView:
    """The screen of one `Participant`."""

    def __init__(self, state: Participant, live: Live):
        self.state, self.live = state, live
        self.which = ChoiceField("Which estimate", name="which", turns=True)
        self.which_box = Stack([self.which])
        self.question, self.standing = Words(name="question"), Words(live=True, name="standing")
        self.form = Form("Send my estimate", self._typed, self._send)
        self.sent = Words(live=True, name="sent")
        self.talk = Talk(state)

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.kept = keep(self.state, "estimate-room", on_loaded=self._show)
        self.which.on_value(self.state.choose)
        self.state.observe(lambda _: self._show(), "revision")
        self._show()
        if self.state.pending:  # what a page that was shut could not bring home
            self.live.deliver()
        return page("Estimate room", INTRO,
                    section("The question", self.which_box, self.question, results(self.standing)),
                    section("Your own estimate", self.form, self.sent, intro="Nobody sees it before the facilitator reveals all answers, and then without your name."),
                    self.talk.box, your_work(self.kept))

    def _typed(self, part: str, text: str, mark: str) -> None:
        """Take text to the estimate and round that it was typed for, which may be looked at no more when it comes."""
        self.state.type(part, text, mark)
        if mark not in ("", self.state.mark()):
            self._show()

    def _send(self) -> None:
        if self.state.press():
            self.kept.save_now()
            self.live.deliver()

    def _show(self) -> None:
        state = self.state
        self.which.options = state.titles()
        self.which.value = state.now
        hide(self.which_box, len(state.activities) < 2)
        self.question.say(asked(state.question))
        self.standing.say(standing(state))
        hide(self.form, state.question is None)
        if state.question is not None:
            self.form.fill(state.question, state.shown, state.problem, state.mark(), still=not state.is_open)
        self.sent.say(sent_note(state))
        self.talk.show()
