// How to join: asked from the page's own server, which knows the address and the code; the kernel does not.
import { followTheme, make } from "./theme.js";

export default {
  render({ model, el }) {
    const words = make("div", { class: "sv-join-words" });
    const picture = make("div", { class: "sv-join-picture" });
    el.classList.add("sv", "sv-join");
    el.dataset.invitation = model.get("name");
    el.dataset.state = "waiting";
    el.append(words, picture);
    const base = document.body.dataset.baseUrl ? document.body.dataset.baseUrl.replace(/voila\/$/, "") : "/";
    const nothing = () => {
      el.dataset.state = "nothing";
      words.replaceChildren(make("p", {}, "Ask whoever runs the room for the link or the code."));
    };
    fetch(base + model.get("address"), { cache: "no-store" }).then((answer) => (answer.ok ? answer.json() : null)).then((told) => {
      if (!told) { nothing(); return; }
      words.replaceChildren(
        make("p", { class: "sv-headline" }, "Join on your own screen"),
        make("p", { class: "sv-join-address" }, told.address),
        ...(told.code ? [make("p", {}, "and type the code"), make("p", { class: "sv-huge" }, told.code)] : []),
      );
      const image = make("img", { alt: "A code for a phone's camera, which leads to the same address", src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(told.picture)}` });
      picture.replaceChildren(image);
      el.dataset.state = "shown";
    }).catch(nothing);
    const stop = followTheme(el);
    return () => stop();
  },
};
