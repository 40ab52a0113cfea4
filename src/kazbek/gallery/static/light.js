// Before the first paint: the visitor's own choice between light and dark, if one was made here before.
"use strict";
try {
  const chosen = localStorage.getItem("kazbek-light");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.light = chosen;
} catch { /* no storage: the system's choice it is */ }
