// Stands where Voila's scripts look for MathJax, on pages that show no formula.
window.MathJax = { Hub: { Config() {}, Configured() {}, Queue() {}, Startup: {}, Register: { StartupHook() {} } } };
