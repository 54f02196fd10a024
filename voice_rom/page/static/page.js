// Shows what the session tells, and tells it which button or key was pressed. Nothing else: what is
// shown is made by the program (voice_rom/page/regions.html.jinja).
"use strict";

const LATE_MS = 4000;
const STALE_LEVEL_MS = 2500; // a level comes every second while it listens

const body = document.body;
const keys = JSON.parse(body.dataset.keys);
const connection = document.getElementById("connection");
const NAMED = { " ": "space", Enter: "enter", Escape: "escape", Backspace: "backspace",
  ArrowLeft: "left_arrow", ArrowRight: "right_arrow" };
const isKiosk = "kiosk" in body.dataset;
const TOUCH_MS = 1000; // so often it is told that somebody touches the screen
let touchedAt = -TOUCH_MS;
let commands = 0;
let keysAreOn = true;
let isOver = false;
let everFound = false;
let levelTimer;

// What the session tells

function show(region, html) {
  const place = document.getElementById(region);
  if (!place) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const value = focused && focused.value;
  const wasOpen = place.querySelector("details[open]") !== null;
  place.innerHTML = html;
  if (wasOpen) place.querySelector("details")?.setAttribute("open", "");
  if (focused) {
    const same = [...place.querySelectorAll("button")].find((each) => each.value === value);
    (same || place.querySelector("button"))?.focus();
  }
  if (region === "figure") prepareFigure(place);
  if (region === "commands") prepareCommands();
  if (region === "sign") showLevel(null);
}

function showLevel(level) {
  const meter = document.querySelector("#sign .level");
  clearTimeout(levelTimer);
  if (!meter) return;
  meter.dataset.steps = level ? level.steps : 0;
  document.getElementById("sign").classList.toggle("is-deaf", Boolean(level && level.zeros));
  // The sign is true only while sound arrives.
  levelTimer = setTimeout(() => document.getElementById("sign").classList.add("is-deaf"), STALE_LEVEL_MS);
}

// At a kiosk the page goes from one person to the next: what the last one saw goes at once, with the
// document that it was in.

function startAnew() {
  for (const region of document.querySelectorAll("main > div, #bottom > section, header > p")) region.replaceChildren();
  location.replace("/");
}

const isAnothers = (seen) => seen.split("-")[0] !== body.dataset.seen.split("-")[0];

function take({ kind, data }) {
  if (isKiosk && (kind === "lost" || (kind === "state" && isAnothers(data.seen)))) {
    startAnew();
    return;
  }
  if (kind === "state") {
    body.dataset.seen = data.seen;
    body.querySelector('#command [name="turn"]').value = data.turn;
    for (const [region, html] of Object.entries(data.regions)) show(region, html);
  }
  if (kind === "level") showLevel(data);
  if (kind === "over") isOver = true;
  if (kind === "lost" && isOver) body.classList.add("is-gone");
  if (kind === "lost" && !isOver) tellConnection(connection.dataset.lost);
  if (kind === "found" || kind === "state" || kind === "over") tellConnection("");
}

function tellConnection(text) {
  if (!text) {
    everFound = true;
    body.classList.add("is-found");
  }
  if (connection.textContent !== text) connection.textContent = text;
  connection.hidden = !text;
  body.classList.toggle("is-lost", Boolean(text));
}

// The drawings: how far a part turns stands in the drawing; the style moves it, unless motion is
// not wanted. A style in the drawing itself is forbidden by the page's own policy.

function prepareFigure(place) {
  for (const part of place.querySelectorAll("[data-turn]")) {
    part.style.setProperty("--turn", part.dataset.turn + "deg");
  }
  for (const part of place.querySelectorAll("[data-shift]")) {
    const [x, y] = part.dataset.shift.split(" ");
    part.style.setProperty("--x", x + "px");
    part.style.setProperty("--y", y + "px");
  }
  for (const part of place.querySelectorAll("[data-at]")) {
    const [x, y] = part.dataset.at.split(" ");
    part.style.transformOrigin = x + "px " + y + "px";
  }
  for (const part of place.querySelectorAll("[data-squeeze]")) {
    part.style.setProperty("--squeeze", part.dataset.squeeze);
  }
}

// What is pressed

async function send(meaning) {
  if (isOver) return;
  commands += 1;
  const turn = body.querySelector('#command [name="turn"]').value;
  const form = new URLSearchParams({ meaning, turn, number: body.dataset.page + "-" + commands });
  try {
    await fetch("/command", { method: "POST", body: form, headers: { Accept: "application/json" } });
  } catch {
    tellConnection(connection.dataset.lost);
  }
}

document.getElementById("command").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.classList.contains("is-here")) touch();
  else if (event.submitter) send(event.submitter.value);
});

function touch() {
  if (performance.now() - touchedAt < TOUCH_MS) return;
  touchedAt = performance.now();
  fetch("/here", { method: "POST", headers: { Accept: "application/json" } }).catch(() => {});
}

if (isKiosk) {
  for (const kind of ["pointerdown", "keydown", "wheel", "scroll"]) document.addEventListener(kind, touch, { passive: true });
  document.addEventListener("contextmenu", (event) => event.preventDefault());
}

document.addEventListener("keydown", (event) => {
  if (!keysAreOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const name = NAMED[event.key] || event.key.toLowerCase();
  const pressesWhatIsFocused = event.target.closest("button, a, summary") &&
    (name === "enter" || name === "space");
  if (pressesWhatIsFocused) return;
  if (name in keys) {
    event.preventDefault();
    send(keys[name]);
  } else if ([...event.key].length === 1) {
    send(""); // a key that means nothing: whoever is in need may hit any
  }
});

function prepareCommands() {
  const button = document.getElementById("keys");
  if (!button) return;
  button.hidden = false;
  tellKeys(button);
  button.addEventListener("click", () => {
    keysAreOn = !keysAreOn;
    tellKeys(button);
  });
}

function tellKeys(button) {
  button.textContent = keysAreOn ? button.dataset.on : button.dataset.off;
  button.setAttribute("aria-pressed", String(keysAreOn));
}

// Begin

function listen() {
  // At a kiosk there is one page, and nothing of it may outlive it.
  if (!isKiosk && "SharedWorker" in window) {
    const worker = new SharedWorker("/static/stream.js");
    worker.port.onmessage = (event) => take(event.data);
    const join = () => worker.port.postMessage({ kind: "hello", seen: body.dataset.seen });
    join();
    window.addEventListener("pagehide", () => worker.port.postMessage({ kind: "goodbye" }));
    window.addEventListener("pageshow", (event) => event.persisted && join());
  } else {
    const script = document.createElement("script");
    script.src = "/static/stream.js";
    script.onload = () => openStream(body.dataset.seen, take);
    document.head.append(script);
  }
}

prepareFigure(document);
prepareCommands();
showLevel(null);
setTimeout(() => everFound || tellConnection(connection.dataset.late), LATE_MS);
listen();
