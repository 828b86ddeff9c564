"""What a person sees of the five statements. It reads the state and calls its verbs; it holds nothing."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.five_statements.state import FORMS, FiveStatements
from svtrain.apps.five_statements.words import HINTS, INTRO, INTROS, LABELS, TITLES, WHAT_IS_KEPT, form_note, moved, standing
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, measures
from svtrain.room import my_seat
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, Field, LongTextField, TextField
from svtrain.ui.layout import columns, page, row, section
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph


def show(whole: bool = True) -> None:
    """Show the five statements; in a room they go there when the facilitator opens them."""
    state = FiveStatements(my_seat())
    display(View(state).render(whole))


class View:
    """The screen of one `FiveStatements`."""

    def __init__(self, state: FiveStatements):
        self.state, self.live, self._filling = state, None if state.alone else Live(state), False
        self.standing, self.moved = Words(live=True, name="standing"), Words(live=True, name="moved")
        self.fields: dict[tuple[str, str], Field] = {}
        self.notes = {form: Words(live=True, name=f"note-{_short(form)}") for form in FORMS}
        self.buttons = {form: Button("Record" if state.alone else "Send to the room", kind="main", name=f"send-{_short(form)}",
                                     long_name=f"{'Record' if state.alone else 'Send to the room'}: {TITLES[form]}",
                                     on_click=lambda form=form: self._send(form)) for form in FORMS}

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state."""
        state = self.state
        self.forms = {form: self._form(form) for form in FORMS}
        if not state.alone:
            state.refresh()
        kept = keep(state, "five-statements" if state.alone else "five-statements-room", on_loaded=self.show)
        state.observe(lambda _: self.show(), "revision")
        self.show()
        if self.live:
            self.live.start()
            self.live.deliver()
        parts = [self.standing, *self.forms.values(), self.moved]
        if not whole:
            return Stack([*parts, kept])
        consent = section("What is kept", Words(_paragraphs(WHAT_IS_KEPT)), *self._forget())
        return page("Five statements", INTRO, *parts, consent if not state.alone else your_work(kept), *([] if state.alone else [kept]))

    def _form(self, form: str) -> Stack:
        for part in self.state.parts(form):
            self.fields[form, part] = field = self._field(form, part)
            field.on_value(lambda text, part=part: None if self._filling else self.state.type(form, part, text))
        fields = [self.fields[form, part] for part in self.state.parts(form)]
        inside = [columns(*fields, narrowest="20rem")] if form != COMMITMENT else fields
        return section(TITLES[form], *inside, row(self.buttons[form]), self.notes[form], intro=INTROS[form])

    def _field(self, form: str, part: str) -> Field:
        asked, name = measures(), f"{_short(form)}.{part}"
        statements = {each.id: each.text for each in (asked.statements if form in (BEFORE, AFTER) else asked.reaction)}
        if form != COMMITMENT and part in statements:
            return ChoiceField(statements[part], name=name, options=[("", "Choose"), *((str(mark), f"{mark} {words}") for mark, words in asked.scale.items())])
        if form == COMMITMENT:
            return (LongTextField if part == "what" else TextField)(LABELS[part], hint=HINTS[part], name=name)
        return LongTextField(next(each.text for each in asked.open_questions if each.id == part), name=name, rows=2)

    def _forget(self) -> list:
        sure = Button("Yes, erase it all", kind="danger", name="forget-sure", on_click=lambda: self.live.write(self.state.forget_me, self.state.forgotten))
        ask, asked = Button("Erase what I sent to this room", name="forget"), row()
        asked.children = (ask,)
        ask.on_click(lambda: setattr(asked, "children", (ask, sure)))
        return [asked]

    def _send(self, form: str) -> None:
        if self.state.press(form) and self.live:
            self.live.deliver()

    def show(self) -> None:
        """Read the state again."""
        state = self.state
        self._filling = True  # what the page puts in was not typed by anybody
        self.standing.say(standing(state))
        self.moved.say(moved(state))
        for form, box in self.forms.items():
            hide(box, state.erased or not state.is_shown(form))
            self.notes[form].say(form_note(state, form))
            self.buttons[form].disabled = not state.may_answer(form)
            for part in state.parts(form):
                field = self.fields[form, part]
                field.value, field.disabled = state.shown(form, part), not state.may_answer(form)
        self._filling = False


def _short(form: str) -> str:
    return form.partition(":")[2]


def _paragraphs(sentences: tuple[str, ...]):
    from markupsafe import Markup

    return Markup("").join(paragraph(one) for one in sentences)
