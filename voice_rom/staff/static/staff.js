// Shows what the desk tells, counts on how long it is so, sounds while somebody calls for help, and tells the
// desk what was pressed and which calls stand here. What is shown is made by the program.
"use strict";

const body = document.body;
const UNITS = JSON.parse(body.dataset.words);
const TOUCH_MS = 5000; // so often it is told that somebody is here
const MOVED_MS = 600; // for so long after the page has moved, no room's button counts
const AGAIN_MS = 5000; // so often it is tried again whether today's reports can be read
const MANY_ROOMS = 12; // with fewer, nobody needs help to find one
let connection, rooms, told; // the parts of the page, as long as it may show them
let skew = 0; // the desk's clock, seen from here
let touchedAt = -TOUCH_MS;
let movedAt = -MOVED_MS;
let waitingOrder = null;
let leave = () => {}; // the stream of events

// How long something is so

function inWords(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [size, one, several] = UNITS.filter(([unit]) => whole >= unit).at(-1) || UNITS[0];
  const count = Math.floor(whole / size);
  return count === 1 ? one : several.replace("{count}", count);
}

function count() {
  const now = performance.now() / 1000 + skew;
  for (const each of document.querySelectorAll(".ago")) {
    const text = inWords(now - Number(each.dataset.from));
    if (each.textContent !== text) each.textContent = text;
  }
}

// What the desk tells

const keyOf = (element) => [element.tagName, element.name, element.value, element.id, element.className].join(" ");

function keepingPlace(place, change) {
  const focused = place.contains(document.activeElement) ? keyOf(document.activeElement) : null;
  const open = [...place.querySelectorAll("details[open]")].map((each) => each.className);
  const after = change();
  for (const name of open) after.querySelector("details." + name)?.setAttribute("open", "");
  if (focused) [...after.querySelectorAll("button, summary")].find((each) => keyOf(each) === focused)?.focus();
}

function showRegion(place, html) {
  keepingPlace(place, () => {
    place.innerHTML = html;
    return place;
  });
}

function showRoom(id, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const made = holder.content.firstElementChild;
  const before = document.getElementById(id);
  if (!before) {
    rooms.append(made);
    return;
  }
  keepingPlace(before, () => {
    before.replaceWith(made);
    return made;
  });
}

// Nothing moves under a hand that is about to press: the order waits while somebody is within the rooms.
const isBusy = () => rooms.matches(":hover, :focus-within");

function arrange(ids) {
  const wanted = ids.map((id) => document.getElementById("room-" + id)).filter(Boolean);
  const kept = new Set(wanted);
  for (const each of [...rooms.children]) if (!kept.has(each)) each.remove();
  waitingOrder = null;
  if (wanted.every((each, place) => rooms.children[place] === each)) return;
  if (isBusy()) {
    waitingOrder = ids;
    return;
  }
  movedAt = performance.now();
  let next = rooms.firstElementChild;
  for (const each of wanted) {
    if (each === next?.nextElementSibling) next.remove(); // it comes later: one room moves, and not all below it
    else if (each !== next) rooms.insertBefore(each, next);
    next = each.nextElementSibling;
  }
}

function show(regions) {
  for (const [name, html] of Object.entries(regions)) {
    const place = document.getElementById(name);
    if (name === "title") document.title = html;
    else if (name.startsWith("room-")) {
      if (rooms) showRoom(name, html);
    } else if (name !== "order" && place && place.innerHTML.trim() !== html) {
      if (name === "calls") movedAt = performance.now();
      showRegion(place, html);
    }
  }
  if (rooms && regions.order) arrange(JSON.parse(regions.order));
  filter();
  count();
  attendToCalls();
}

function take({ kind, data }) {
  if (kind === "over") {
    renew(); // this browser may see something else now
    return;
  }
  if (kind === "lost") tellConnection(connection.dataset.lost);
  if (kind === "found" && data) skew = data.now - performance.now() / 1000;
  if (kind === "state") {
    body.dataset.seen = data.seen;
    show(data.regions);
  }
  if (kind === "found" || kind === "state") {
    tellConnection("");
    attendToCalls();
  }
}

let asking = null;

function tellConnection(text) {
  if (connection.textContent !== text) connection.textContent = text;
  connection.hidden = !text;
  body.classList.toggle("is-lost", Boolean(text));
  body.classList.toggle("is-found", !text);
  if (!text) clearInterval(asking);
  else if (!asking) asking = setInterval(askAnew, 3000);
  if (!text) asking = null;
}

// After a restart of the desk nobody is signed in: then there is no stream to come back to.
async function askAnew() {
  const made = await fetchPage();
  if (made && made.body.dataset.mark !== body.dataset.mark) begin(made);
}

// The page as this browser may see it now, in place of all that it shows. The document stays: in a new one, a
// browser would keep the next call for help silent until somebody touches the page.
async function renew() {
  const made = await fetchPage();
  if (made) begin(made);
  else location.reload();
}

async function fetchPage(path = "/", asItIs = false) {
  try {
    const answer = await fetch(path, { headers: { Accept: "text/html" } });
    return answer.ok || asItIs ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

// Calls for help: they sound, and the desk is told that they stand here

const shown = new Set();
let audio = null;
let sound = null;
let sounding = null;

function attendToCalls() {
  const calls = [...document.querySelectorAll(".call.is-open")].map((each) => each.dataset.call);
  if (calls.length) startSound();
  else stopSound();
  const isNoticed = document.visibilityState === "visible" || (sounding && audio.state === "running");
  for (const call of calls) {
    if (!isNoticed || shown.has(call)) continue;
    shown.add(call);
    post("/shown", { call }).then((done) => done || shown.delete(call), () => shown.delete(call));
  }
}

function prepareSound() {
  if (!document.getElementById("sound")) {
    stopSound();
    return;
  }
  if (audio) {
    tellSound();
    return;
  }
  audio = new AudioContext();
  audio.onstatechange = tellSound;
  tellSound();
  loadSound();
}

async function loadSound() {
  try {
    const answer = await fetch("/static/call.wav");
    sound = await audio.decodeAudioData(await answer.arrayBuffer());
  } catch {
    setTimeout(loadSound, 3000); // the desk is being restarted, or this page is being left
    return;
  }
  attendToCalls();
}

function tellSound() {
  const blocked = document.getElementById("sound");
  if (blocked) blocked.hidden = audio.state === "running";
}

function source(loop) {
  const made = audio.createBufferSource();
  made.buffer = sound;
  made.loop = loop;
  made.connect(audio.destination);
  made.start();
  audio.resume();
  return made;
}

function startSound() {
  if (sound && !sounding) sounding = source(true);
}

function stopSound() {
  sounding?.stop();
  sounding = null;
}

function tryOnce() {
  if (sound && !sounding) source(false);
  told.textContent = body.dataset.soundOn;
}

// What is pressed

async function post(path, fields) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
  if (answer.status === 403) renew(); // locked meanwhile
  if (answer.ok) return true;
  const why = await answer.json().catch(() => ({}));
  if (told && why.why) told.textContent = why.why;
  return false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const path = new URL(form.action).pathname;
  if (path !== "/order" && path !== "/acknowledge") return;
  event.preventDefault();
  if (path === "/order" && performance.now() - movedAt < MOVED_MS) {
    told.textContent = body.dataset.moved;
    return;
  }
  told.textContent = "";
  try {
    await post(path, Object.fromEntries(new FormData(form, event.submitter)));
  } catch {
    told.textContent = body.dataset.unreachable;
  }
  event.submitter?.closest("details.ask")?.removeAttribute("open");
});

// Today's reports, where what they are kept in could not be reached: looked at again in the same document.
function lookAgain() {
  const waiting = document.querySelector("[data-again]");
  if (!waiting) return;
  setTimeout(async () => {
    const made = await fetchPage(waiting.dataset.again, true);
    if (!waiting.isConnected) return;
    const found = made?.querySelector(".reports");
    if (found && found.innerHTML !== waiting.innerHTML) waiting.replaceWith(found);
    lookAgain();
  }, AGAIN_MS);
}

function touch() {
  if (body.dataset.standing !== "open" || performance.now() - touchedAt < TOUCH_MS) return;
  touchedAt = performance.now();
  fetch("/here", { method: "POST", headers: { Accept: "application/json" } }).catch(() => {});
}

// The rest

function filter() {
  const find = document.getElementById("find");
  if (!rooms) return;
  const wanted = find.value.trim().toLowerCase();
  document.getElementById("finding").hidden = !wanted && rooms.children.length <= MANY_ROOMS;
  for (const each of rooms.children) each.hidden = Boolean(wanted) && !each.dataset.name.toLowerCase().includes(wanted);
}

function countDown() {
  const wait = document.getElementById("wait");
  if (!wait) return;
  const until = performance.now() + Number(wait.dataset.seconds) * 1000;
  const button = document.querySelector("#sign-in button");
  const left = () => Math.ceil((until - performance.now()) / 1000);
  button.disabled = true;
  const timer = setInterval(() => {
    if (left() > 0) {
      wait.textContent = body.dataset.wait.replace("{seconds}", left());
      return;
    }
    clearInterval(timer);
    wait.hidden = true;
    button.disabled = false;
  }, 250);
}

function listen() {
  leave();
  leave = () => {};
  if (body.dataset.standing === "none") return;
  if ("SharedWorker" in window) {
    // Another one as soon as this browser may see something else.
    const { port } = new SharedWorker("/static/stream.js", body.dataset.mark);
    port.onmessage = (event) => take(event.data);
    port.postMessage({ kind: "hello", seen: body.dataset.seen });
    leave = () => {
      port.onmessage = null;
      port.postMessage({ kind: "goodbye" });
    };
  } else {
    let isLeft = false;
    leave = () => {
      isLeft = true;
    };
    const script = document.createElement("script");
    script.src = "/static/stream.js";
    script.onload = () => openStream(body.dataset.seen, (message) => isLeft || take(message));
    document.head.append(script);
  }
}

function begin(made) {
  if (made) {
    for (const { name, value } of made.body.attributes) body.setAttribute(name, value);
    body.replaceChildren(...made.body.childNodes);
    document.title = made.title;
  }
  connection = document.getElementById("connection");
  rooms = document.getElementById("rooms");
  told = document.getElementById("told");
  skew = Number(body.dataset.now) - performance.now() / 1000;
  clearInterval(asking);
  asking = null;
  document.getElementById("try")?.removeAttribute("hidden");
  document.getElementById("find")?.addEventListener("input", filter);
  document.getElementById("try")?.addEventListener("click", tryOnce);
  document.getElementById("allow")?.addEventListener("click", () => audio.resume());
  rooms?.addEventListener("pointerleave", () => waitingOrder && arrange(waitingOrder));
  count();
  filter();
  countDown();
  lookAgain();
  listen();
  prepareSound();
  attendToCalls();
}

for (const kind of ["pointerdown", "keydown", "wheel"]) document.addEventListener(kind, touch, { passive: true });
document.addEventListener("visibilitychange", attendToCalls);
window.addEventListener("pagehide", () => leave());
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(count, 1000);
begin(null);
