// Steps through the gallery: keys, buttons, slider, click, swipe, slide show; every picture's instant is a deep link.
"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const root = document.documentElement, stage = $("stage"), nav = document.querySelector("nav");
  const figures = [...document.querySelectorAll("figure.plate")];
  const thumbs = [...nav.querySelectorAll("a")];
  const title = document.title, slider = $("time"), play = $("play");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const text = (figure, selector) => figure.querySelector(selector)?.innerText.trim() ?? "";
  let shown = -1, playing = 0;

  function show(number, fromAddress = false) {
    const next = Math.max(0, Math.min(figures.length - 1, number));
    if (next === shown) return;
    shown = next;
    const figure = figures[shown];
    figures.forEach((other, i) => other.classList.toggle("shown", i === shown));
    thumbs.forEach((thumb, i) => i === shown ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current"));
    for (const near of figures.slice(Math.max(0, shown - 1), shown + 3)) near.querySelector("img").loading = "eager";
    const heading = text(figure, "h3"), when = text(figure, "time");
    $("count").textContent = `${shown + 1} / ${figures.length}`;
    slider.value = shown + 1;
    slider.setAttribute("aria-valuetext", `${shown + 1} / ${figures.length}: ${heading}, ${when}`);
    if (!playing) $("said").textContent = `${shown + 1} / ${figures.length}: ${heading}`;
    document.title = `${heading} · ${title}`;
    reveal(thumbs[shown]);
    if (!fromAddress) history.replaceState(null, "", `#${figure.id}`);
  }

  // The strip scrolls by itself; the page does not move.
  function reveal(thumb) {
    const left = thumb.getBoundingClientRect().left - nav.getBoundingClientRect().left;
    const to = nav.scrollLeft + left - (nav.clientWidth - thumb.offsetWidth) / 2;
    nav.scrollTo({ left: to, behavior: calm.matches ? "auto" : "smooth" });
  }

  function step(by) {
    pause();
    show(shown + by);
  }

  // A link to any instant shows the last picture not after it.
  function fromAddress() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const exact = figures.findIndex(figure => figure.id === wanted);
    const earlier = figures.filter(figure => wanted.startsWith("t=") && figure.id.startsWith("t=") && figure.id <= wanted).length - 1;
    show(exact >= 0 ? exact : Math.max(0, earlier), true);
  }

  // The slide show leaves time to read each caption, and ends with the last picture.
  function pause() {
    clearTimeout(playing);
    playing = 0;
    name(play, play.dataset.play);
    play.classList.remove("playing");
  }
  function next() {
    if (shown === figures.length - 1) return pause();
    show(shown + 1);
    playing = setTimeout(next, 3500 + 45 * text(figures[shown], ".told").length);
  }
  function toggle() {
    if (playing) return pause();
    if (shown === figures.length - 1) show(0);
    name(play, play.dataset.pause);
    play.classList.add("playing");
    playing = setTimeout(next, 2500);
  }
  function name(button, label) {
    button.setAttribute("aria-label", label);
    button.title = label;
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) stage.requestFullscreen();
  }
  function overview() {
    const all = nav.classList.toggle("all");
    $("overview").setAttribute("aria-pressed", all);
    if (all) nav.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
    else reveal(thumbs[shown]);
  }
  function help() {
    if ($("help").open) $("help").close();
    else $("help").showModal();
  }

  const keys = {
    ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
    Home: () => step(-figures.length), End: () => step(figures.length), " ": toggle, f: full, o: overview, "?": help,
  };
  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, video, dialog[open]")) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  thumbs.forEach((thumb, i) => thumb.addEventListener("click", event => {
    event.preventDefault();
    step(i - shown);
    scrollTo({ top: 0 });
  }));
  $("back").addEventListener("click", () => step(-1));
  $("on").addEventListener("click", () => step(1));
  slider.addEventListener("input", () => step(slider.value - 1 - shown));
  play.dataset.play = play.title;
  play.addEventListener("click", toggle);
  $("full").addEventListener("click", full);
  $("full").hidden = !document.fullscreenEnabled;
  $("overview").addEventListener("click", overview);
  $("keys").addEventListener("click", help);
  figures.forEach((figure, i) => {
    const image = figure.querySelector("img");
    image.style.backgroundImage = `url("${thumbs[i].firstElementChild.src}")`;  // until the picture itself is there
    image.addEventListener("click", () => step(1));
  });

  // A swipe is one finger, mostly sideways, on a page that is not zoomed; everything else scrolls as always.
  let touch = null;
  stage.addEventListener("touchstart", event => {
    const zoomed = (window.visualViewport?.scale ?? 1) > 1.05;
    const one = event.touches.length === 1 && !zoomed && !event.target.closest(".steps");
    touch = one ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  stage.addEventListener("touchend", event => {
    if (!touch) return;
    const x = event.changedTouches[0].clientX - touch.x, y = event.changedTouches[0].clientY - touch.y;
    if (Math.abs(x) > 45 && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1);
    touch = null;
  });

  const light = $("light");
  const system = matchMedia("(prefers-color-scheme: light)");
  const isLight = () => root.dataset.light ? root.dataset.light === "light" : system.matches;
  const nameLight = () => light.setAttribute("aria-pressed", isLight());
  light.addEventListener("click", () => {
    root.dataset.light = isLight() ? "dark" : "light";
    try { localStorage.setItem("kazbek-light", root.dataset.light); } catch { /* not remembered, then */ }
    nameLight();
  });
  system.addEventListener("change", nameLight);
  nameLight();

  addEventListener("beforeprint", () => document.querySelectorAll("img").forEach(image => { image.loading = "eager"; }));

  for (const part of document.querySelectorAll(".steps, .tools")) part.hidden = false;
  document.body.classList.add("stepping");
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
