// Takes one file from the person, refuses a large one before it is sent, and sends the bytes once: in pieces, as a line to
// a kernel takes at most 10 MB at a time.
import { followTheme, freshId, make } from "./theme.js";

const PIECE = 4000000;

export default {
  render({ model, el }) {
    const id = freshId("file");
    const input = make("input", { type: "file", id, accept: model.get("accept") || null, "aria-describedby": `${id}-hint ${id}-problem` });
    const hint = make("p", { class: "sv-field-hint", id: `${id}-hint` }, model.get("hint"));
    const problem = make("p", { class: "sv-field-problem", id: `${id}-problem`, role: "alert" });
    el.classList.add("sv", "sv-field");
    el.append(make("label", { for: id }, model.get("label")), input, hint, problem);
    const tell = () => {
      problem.textContent = model.get("problem");
      if (model.get("problem")) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    };
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      if (file.size > model.get("limit")) {
        model.send({ did: "too large", name: file.name, size: file.size });
        return;
      }
      const pieces = Math.max(1, Math.ceil(file.size / PIECE));
      for (let piece = 0; piece < pieces; piece += 1) {
        model.send({ did: "file", name: file.name, piece, pieces }, undefined, [await file.slice(piece * PIECE, (piece + 1) * PIECE).arrayBuffer()]);
      }
      input.value = "";
    });
    model.on("change:problem", tell);
    tell();
    const stop = followTheme(el);
    return () => { stop(); model.off("change:problem", tell); };
  },
};
