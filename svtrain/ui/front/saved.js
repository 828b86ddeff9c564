// The line that says when the work was saved. Whoever asks the page (`sv-is-saved`) reads the answer on <html>, in `data-saved`: "asked"
// until all that was typed or pressed before has come to the kernel and no save is due any more; then "yes", or "no" where one failed.
import { followTheme, make } from "./theme.js";

// One answer for the page, from every piece of work on it, shown or not.
const answers = () => (window.svtrainSaved ??= new Map());
const note = (model, answer) => {
  if (answer) answers().set(model, answer); else answers().delete(model);
  const all = [...answers().values()];
  document.documentElement.dataset.saved = all.includes("asked") ? "asked" : all.includes("no") ? "no" : "yes";
};

export default {
  initialize({ model }) {
    const ask = () => {
      note(model, "asked");
      document.dispatchEvent(new Event("sv-press")); // fields say what was typed, and the question comes after it
      model.send({ did: "ask" });
    };
    const heard = (message) => { if (message.saved) note(model, message.saved); };
    document.addEventListener("sv-is-saved", ask);
    model.on("msg:custom", heard);
    return () => { document.removeEventListener("sv-is-saved", ask); model.off("msg:custom", heard); note(model, ""); };
  },
  render({ model, el }) {
    const box = make("div", { class: "sv-words" });
    const fill = () => {
      box.innerHTML = model.get("html");
      el.dataset.words = model.get("name");
    };
    el.classList.add("sv");
    el.append(box);
    model.on("change:html", fill);
    fill();
    const stop = followTheme(el);
    return () => { stop(); model.off("change:html", fill); };
  },
};
