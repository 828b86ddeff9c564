"""A value map as an exercise shows it: line by line, in sentences."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.learn.exhibit import Exhibit


def exhibit_words(shown: Exhibit) -> Markup:
    """The map's title, what is put in, its lines and what comes of it; every word is escaped.

    Examples
    --------
    >>> "<li>Price: £9.</li>" in exhibit_words(Exhibit("A map", ("Price: £9.",), (), ()))
    True
    """
    lines = Markup("").join(Markup("<li><strong>{}</strong>{}</li>").format(heading, _list(said)) for heading, said in shown.lines)
    beside = Markup('<p class="sv-note">Beside the ratio, without a price</p>{}').format(_list(shown.beside)) if shown.beside else Markup("")
    return Markup('<div class="sv-exhibit"><p><strong>{}</strong></p><p class="sv-note">What is put in</p>{}<p class="sv-note">The lines</p><ol>{}</ol>'
                  '<p class="sv-note">What comes of it</p>{}{}</div>').format(shown.title, _list(shown.put_in), lines, _list(shown.result), beside)


def _list(sentences: tuple[str, ...]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in sentences))
