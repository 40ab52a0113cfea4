// Steps through the gallery: arrow keys, Home and End, click, swipe; every picture has its instant as a deep link.
"use strict";
(() => {
  const figures = [...document.querySelectorAll("figure.plate")];
  const thumbs = [...document.querySelectorAll("nav a")];
  const count = document.getElementById("count");
  let shown = -1;

  function show(number, fromAddress = false) {
    const next = Math.max(0, Math.min(figures.length - 1, number));
    if (next === shown) return;
    shown = next;
    figures.forEach((figure, i) => figure.classList.toggle("shown", i === shown));
    thumbs.forEach((thumb, i) => i === shown ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current"));
    figures[shown].querySelector("img").loading = "eager";
    count.textContent = `${shown + 1} / ${figures.length}`;
    if (!fromAddress) history.replaceState(null, "", `#${figures[shown].id}`);
  }

  // A link to any instant shows the last picture not after it.
  function fromAddress() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const exact = figures.findIndex(figure => figure.id === wanted);
    const earlier = figures.filter(figure => wanted.startsWith("t=") && figure.id <= wanted).length - 1;
    show(exact >= 0 ? exact : Math.max(0, earlier), true);
  }

  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: shown + 1, ArrowLeft: shown - 1, PageDown: shown + 1, PageUp: shown - 1, Home: 0, End: figures.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  thumbs.forEach((thumb, i) => thumb.addEventListener("click", event => { event.preventDefault(); show(i); scrollTo({ top: 0 }); }));
  document.getElementById("back").addEventListener("click", () => show(shown - 1));
  document.getElementById("on").addEventListener("click", () => show(shown + 1));
  figures.forEach(figure => figure.querySelector("img").addEventListener("click", () => show(shown + 1)));

  let touchX = null;
  document.addEventListener("touchstart", event => { touchX = event.touches[0].clientX; }, { passive: true });
  document.addEventListener("touchend", event => {
    const moved = touchX === null ? 0 : event.changedTouches[0].clientX - touchX;
    if (Math.abs(moved) > 50) show(shown + (moved < 0 ? 1 : -1));
    touchX = null;
  });

  const light = document.getElementById("light");
  const root = document.documentElement;
  const isLight = () => root.dataset.light ? root.dataset.light === "light" : matchMedia("(prefers-color-scheme: light)").matches;
  const name = () => { light.textContent = isLight() ? "Dark" : "Light"; };
  light.hidden = false;
  light.addEventListener("click", () => { root.dataset.light = isLight() ? "dark" : "light"; name(); });
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", name);
  name();

  addEventListener("beforeprint", () => document.querySelectorAll("img").forEach(image => { image.loading = "eager"; }));

  document.querySelector(".steps").hidden = false;
  document.body.classList.add("stepping");
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
