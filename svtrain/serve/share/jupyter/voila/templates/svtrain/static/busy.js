// Keeps a place in the queue, and opens the page when it is this person's turn.
(() => {
  "use strict";
  const status = document.querySelector("[role=status]");
  const ask = async () => {
    try {
      const { place } = await (await fetch(`${document.body.dataset.base}queue`, { cache: "no-store" })).json();
      if (place === 0) return location.reload();
      const words = place === 1 ? "You are next." : `You are number ${place} in the queue.`;
      if (status.textContent !== words) status.textContent = words;
    } catch { /* the server may be starting again */ }
    setTimeout(ask, 4000);
  };
  setTimeout(ask, 2000);
})();
