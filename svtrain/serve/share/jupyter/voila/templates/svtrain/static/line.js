// What was on its way when the line to the kernel dropped: the page says it again, and looks once more when it is answered.
(() => {
  "use strict";
  const LONGEST = 5000; // milliseconds that answers are waited for
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));

  window.svtrainTakeUp = (kernel, widgetManager) => {
    // What widgets said and the kernel has not answered yet. The server passes each on once, however often it comes.
    const unanswered = new Map();
    kernel.anyMessage.connect((_, { msg, direction }) => {
      if (direction === "send") { if (msg.header.msg_type === "comm_msg") unanswered.set(msg.header.msg_id, msg); return; }
      if (msg.header.msg_type === "status" && msg.content.execution_state === "idle") unanswered.delete(msg.parent_header.msg_id);
    });

    // The widget manager asks for every state as soon as the line stands, so for states older than what is said again here.
    // The answer to a second look comes after them.
    async function lookAgain() {
      const end = Date.now() + LONGEST;
      while (unanswered.size && Date.now() < end) await pause(50);
      await widgetManager()._loadFromKernel();
    }

    let dropped = false;
    kernel.connectionStatusChanged.connect((_, status) => {
      if (status !== "connected") { dropped = true; return; }
      if (!dropped) return;
      dropped = false;
      document.dispatchEvent(new Event("sv-resuming")); // fields keep what the kernel may not have yet; see field.js
      for (const msg of unanswered.values()) kernel._sendMessage(msg, false); // at once, so that it comes before what was done since
      const over = () => document.dispatchEvent(new Event("sv-resumed"));
      lookAgain().then(over, over);
    });
  };
})();
