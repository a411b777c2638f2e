(function () {
  var page = document.documentElement, mode = null;
  try { mode = localStorage.getItem("mode"); } catch (error) {}
  if (mode !== "light" && mode !== "dark") mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  page.dataset.theme = mode;
  page.classList.add("js");
})();
