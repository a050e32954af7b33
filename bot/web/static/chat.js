// The chat page: begins, shows what is said, and lets the person answer. Words of people are only ever set as text.

import { Line } from "./line.js";
import { Queue } from "./queue.js";
import { Transcript } from "./transcript.js";
import { Tray } from "./tray.js";

const PAGE = 50;
const $ = (id) => document.getElementById(id);
const texts = JSON.parse($("texts").textContent);
const start = document.body.dataset.start;
const fingers = window.matchMedia("(pointer: coarse)").matches;

const queue = new Queue({ onChange: (item) => transcript.showOwn(item), onEnd: ended });
const transcript = new Transcript({
  texts,
  list: $("messages"),
  scroller: document.querySelector("main"),
  typing: $("typing"),
  newest: $("newest"),
  onChoice: (option) => queue.add({ text: option.label, choice: option.token, label: option.label }),
  onRetry: (item) => queue.retry(item),
  onDrop: (item) => queue.drop(item),
  onQuestion: (message) => {
    $("say").inputMode = message.ask_phone ? "tel" : "text";
    $("say").autocomplete = message.ask_phone ? "tel" : "off";
  },
});
const tray = new Tray({ texts, list: $("tray"), note: $("note"), onChange: grow });
let line = null;

// --- beginning and end -------------------------------------------------------------------------------------------------

async function begin() {
  $("begin").disabled = true;
  try {
    const answer = await fetch("/chat/open", { method: "POST", headers: { "X-Baocong": "1" }, credentials: "same-origin" });
    const body = await answer.json();
    if (!answer.ok) { problem(body.say); return; }
    if (body.new) transcript.clear();
    await talk();
    history.replaceState(null, "", location.pathname);
    queue.add({ text: "/start", start, label: texts["web-start"] });
    (fingers ? $("messages") : $("say")).focus();
  } catch (error) {
    problem(texts["web-trying-again"]);
    setTimeout(() => { if (!$("begin-problem").hidden) begin(); }, 3000);
  } finally {
    $("begin").disabled = false;
  }
}

function problem(say) {
  $("begin-problem").textContent = say;
  $("begin-problem").hidden = false;
}

/** Show what was said so far, what is still to be sent, and follow what comes. */
async function talk() {
  const answer = await fetch("/chat/messages", { credentials: "same-origin" });
  if (answer.status === 401) { ended(); return; }
  const { messages } = await answer.json();
  welcome(false);
  messages.forEach((message) => transcript.show(message));
  $("older").hidden = messages.length < PAGE;
  queue.restore((item) => transcript.sent.has(item.id));
  follow();
}

function follow() {
  if (line) line.close();
  line = new Line({
    last: () => transcript.last,
    onMessages: (messages) => messages.forEach((message) => transcript.show(message)),
    onState: (state) => { $("state").textContent = texts[`web-${state}`]; },
    onEnd: ended,
  });
  line.open();
}

function ended() {
  if (line) line.close();
  welcome(true);
}

function welcome(shown) {
  $("welcome").hidden = !shown;
  $("composer").hidden = $("menu").hidden = $("leave").hidden = shown;
  $("begin-problem").hidden = true;
  if (!shown) return;
  const back = transcript.last > 0;
  $("again").hidden = !back;
  $("introduction").hidden = $("privacy").hidden = back;
}

async function arrive() {
  if (document.body.dataset.open !== "yes") { welcome(true); return; }
  try {
    await talk();
  } catch (error) {
    setTimeout(arrive, 3000);
    return;
  }
  if (start || (transcript.last === 0 && queue.items.length === 0)) welcome(true);
}

// --- answering -----------------------------------------------------------------------------------------------------------

function send() {
  const text = $("say").value.trim();
  if (!text && tray.empty) { $("say").focus(); return; }
  const { photos, previews } = tray.take();
  queue.add({ text, photos, previews, label: text });
  $("say").value = "";
  grow();
}

function grow() {
  const box = $("say");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 3, 140)}px`; // and its borders
  transcript.settle();
}

$("begin").addEventListener("click", begin);
$("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
$("send").addEventListener("mousedown", (event) => event.preventDefault()); // the keyboard of a phone stays open
$("say").addEventListener("input", grow);
$("say").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || fingers) return; // on a phone Enter is a new line
  event.preventDefault();
  send();
});
$("photos").addEventListener("change", () => { tray.add($("photos").files); $("photos").value = ""; });
$("menu").addEventListener("click", () => queue.add({ text: "/menu", label: texts["web-menu"] }));
$("older").addEventListener("click", async () => {
  $("older").disabled = true;
  try {
    const answer = await fetch(`/chat/messages?before=${transcript.first}`, { credentials: "same-origin" });
    const { messages } = await answer.json();
    transcript.showOlder(messages);
    $("older").hidden = messages.length < PAGE;
  } finally {
    $("older").disabled = false;
  }
});

// --- leaving a shared phone ------------------------------------------------------------------------------------------------

function ask(shown) {
  $("leaving").hidden = !shown;
  $("more").open = false;
  (shown ? $("stay") : $("more").querySelector("summary")).focus();
}

$("leave").addEventListener("click", () => ask(true));
$("stay").addEventListener("click", () => ask(false));
$("go").addEventListener("click", async () => {
  if (line) line.close();
  queue.forget();
  await fetch("/chat/leave", { method: "POST", headers: { "X-Baocong": "1" }, credentials: "same-origin" });
  location.replace("/");
});
$("leaving").addEventListener("keydown", (event) => {
  if (event.key === "Escape") ask(false);
  if (event.key === "Tab") { // only two buttons to go between
    event.preventDefault();
    (document.activeElement === $("stay") ? $("go") : $("stay")).focus();
  }
});
document.addEventListener("click", (event) => { if (!$("more").contains(event.target)) $("more").open = false; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") $("more").open = false; });

// --- the network -------------------------------------------------------------------------------------------------------------

function network() {
  $("offline").hidden = navigator.onLine;
  if (!navigator.onLine) return;
  queue.hurry();
  if (line) line.hurry();
}

window.addEventListener("online", network);
window.addEventListener("offline", network);
document.addEventListener("visibilitychange", () => { if (!document.hidden) network(); });

$("no-script").remove();
network();
arrive();
