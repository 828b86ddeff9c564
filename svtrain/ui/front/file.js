// Takes one file from the person, refuses a large one before it is sent, and sends the bytes once.
import { followTheme, freshId, make } from "./theme.js";

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
      model.send({ did: "file", name: file.name }, undefined, [await file.arrayBuffer()]);
      input.value = "";
    });
    model.on("change:problem", tell);
    tell();
    const stop = followTheme(el);
    return () => { stop(); model.off("change:problem", tell); };
  },
};
