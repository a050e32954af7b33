// What was said, as bubbles: each message once, in its place, and the buttons of the newest question.

const ANSWER_WITHIN = 30000; // ms: after that the dots stop pretending
const NEAR = 80; // px from the end that still counts as being there

export class Transcript {
  constructor(parts) {
    Object.assign(this, parts);
    this.language = document.documentElement.lang;
    this.last = 0; // number of the newest message seen: where to read on
    this.first = 0; // number of the oldest message shown
    this.seen = new Set();
    this.sent = new Set(); // our own ids of what the server already repeated
    this.own = new Map(); // our own id -> the bubble that waits for its repetition
    this.options = null;
    this.answer = null;
    this.answers = 0;
    this.quiet = 0;
    this.newest.addEventListener("click", () => this.toEnd());
    this.scroller.addEventListener("scroll", () => { if (this.nearEnd()) this.newest.hidden = true; }, { passive: true });
    window.addEventListener("resize", () => this.settle());
  }

  clear() {
    this.list.textContent = "";
    this.last = this.first = 0;
    this.seen.clear();
    this.own.clear();
    this.options = null;
  }

  /** A message from the server. */
  show(message) {
    this.last = message.id;
    if (this.seen.has(message.id)) return;
    this.seen.add(message.id);
    if (!this.first) this.first = message.id;
    if (message.own) this.showEcho(message);
    else this.showAnswer(message);
  }

  showEcho(message) {
    if (message.sent) this.sent.add(message.sent);
    const bubble = message.sent ? this.own.get(message.sent) : this.own.values().next().value;
    if (!bubble) { this.retire(); this.place(this.draw(message), true); return; }
    this.own.forEach((each, id) => { if (each === bubble) this.own.delete(id); });
    this.stamp(bubble, message.at);
    bubble.classList.remove("unsent");
    bubble.querySelector(".fate").textContent = "";
    const bar = bubble.querySelector("progress");
    if (bar) bar.remove();
  }

  showAnswer(message) {
    if (message.beside) { // a notice: the question on the screen goes on waiting
      const notice = this.draw(message);
      this.place(notice, false);
      return;
    }
    this.answers += 1;
    this.dots(false);
    this.retire();
    const bubble = this.draw(message);
    if (message.options) this.offer(bubble, message.options);
    this.place(bubble, false);
    this.onQuestion(message);
  }

  /** Messages from before the first one, oldest first. */
  showOlder(messages) {
    const height = this.scroller.scrollHeight;
    const fragment = document.createDocumentFragment();
    let day = "";
    for (const message of messages) {
      if (this.seen.has(message.id)) continue;
      this.seen.add(message.id);
      day = this.divide(fragment, day, message.at);
      fragment.append(this.draw(message));
    }
    const top = this.list.firstElementChild;
    if (top && top.dataset.day === day) top.remove();
    this.list.insertBefore(fragment, this.list.firstChild);
    if (messages.length) this.first = messages[0].id;
    this.scroller.scrollTop += this.scroller.scrollHeight - height;
  }

  /** Something the person said, from the moment they said it; called again with every change of its fate. */
  showOwn(item) {
    let bubble = this.own.get(item.id);
    if (!bubble && !this.sent.has(item.id) && item.state !== "kept") {
      bubble = this.draw({ own: true, text: item.label || item.text, photos: item.previews || [] });
      bubble.classList.add("unsent");
      this.own.set(item.id, bubble);
      if (!item.choice) this.retire();
      this.place(bubble, true);
      if (item.choice) bubble.focus({ preventScroll: true });
    }
    if (bubble) this.tell(bubble, item);
    if (item.answers === undefined) item.answers = this.answers;
    if (item.state === "kept" && item.answers === this.answers) this.dots(true); // the answer may be quicker than the receipt
  }

  tell(bubble, item) {
    const words = { waiting: "web-waiting", sending: item.photos.length ? "web-uploading" : "web-sending", again: "web-trying-again", refused: "web-not-sent" };
    const fate = bubble.querySelector(".fate");
    const sentence = item.state === "kept" ? "" : item.say || this.texts[words[item.state]];
    bubble.classList.toggle("unsent", item.state !== "kept");
    bubble.classList.toggle("refused", item.state === "refused");
    let bar = bubble.querySelector("progress");
    if (item.state === "sending" && item.photos.length) {
      if (!bar) {
        bar = make("progress", "");
        bar.max = 1;
        bar.setAttribute("aria-label", this.texts["web-uploading"]);
        bubble.querySelector(".bubble").append(bar);
      }
      bar.value = item.done;
    } else if (bar) {
      bar.remove();
    }
    if (fate.textContent === sentence && fate.dataset.state === item.state) return;
    fate.dataset.state = item.state;
    fate.textContent = sentence;
    if (item.state === "again" || item.state === "refused") {
      fate.append(make("br", ""));
      const retry = make("button", "small", this.texts["web-send-again"]);
      retry.addEventListener("click", () => this.onRetry(item));
      fate.append(retry);
    }
    if (item.state === "refused") {
      const drop = make("button", "small", this.texts["web-drop"]);
      drop.addEventListener("click", () => { this.onDrop(item); this.own.delete(item.id); bubble.remove(); });
      fate.append(drop);
    }
  }

  // --- bubbles ---------------------------------------------------------------------------------------------------------

  draw(message) {
    const bubble = make("li", message.own ? "own" : "theirs");
    bubble.tabIndex = -1;
    const body = make("div", "bubble");
    body.append(make("span", "unseen", `${this.texts[message.own ? "web-you" : "web-assistant"]}: `));
    if (message.photos && message.photos.length) body.append(this.photos(message));
    if (message.text) body.append(make("p", "", this.words(message)));
    if (message.file) {
      const link = make("a", "file", message.file.name || this.texts["web-file"]);
      link.href = message.file.url;
      link.setAttribute("download", message.file.name);
      link.title = this.texts["web-file"];
      body.append(link);
    }
    const foot = make("div", "foot");
    foot.append(make("span", "fate"), make("time", ""));
    bubble.append(body, foot);
    if (message.at) this.stamp(bubble, message.at);
    if (message.beside && message.options) this.doors(bubble, message.options);
    return bubble;
  }

  /** A command of ours, tapped, reads as its button did. */
  words(message) {
    if (message.own && /^\/start\b/.test(message.text)) return this.texts["web-start"];
    if (message.own && message.text === "/menu") return this.texts["web-menu"];
    return message.text;
  }

  photos(message) {
    const grid = make("div", message.photos.length === 1 ? "photos one" : "photos");
    for (const address of message.photos) {
      const picture = make("img", "");
      picture.src = address;
      picture.alt = this.texts[message.own ? "web-photo-yours" : "web-photo-from-us"];
      picture.addEventListener("error", () => picture.replaceWith(make("span", "blank", picture.alt))); // HEIC, or a cut line
      if (address.startsWith("blob:")) { grid.append(picture); continue; }
      const link = make("a", "");
      link.href = address;
      link.target = "_blank";
      link.rel = "noopener";
      link.append(picture);
      grid.append(link);
    }
    return grid;
  }

  stamp(bubble, at) {
    const time = bubble.querySelector("time");
    time.dateTime = at;
    time.textContent = new Date(at).toLocaleTimeString(this.language, { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  /** At the end, but before what has not been sent yet. */
  place(bubble, own) {
    const stuck = own || this.nearEnd();
    const at = bubble.querySelector("time").dateTime || new Date().toISOString();
    const days = this.list.querySelectorAll("[data-day]");
    this.divide(this.list, days.length ? days[days.length - 1].dataset.day : "", at);
    const waiting = own ? null : this.list.querySelector("li.unsent");
    this.list.insertBefore(bubble, waiting);
    if (own || !this.answer) this.answer = own ? null : bubble; // the first answer since the person spoke
    if (stuck) this.toEnd(this.answer);
    else this.newest.hidden = false;
  }

  divide(parent, day, at) {
    const now = new Date(at).toDateString();
    if (now === day) return day;
    const line = make("li", "day", this.dayName(new Date(at)));
    line.dataset.day = now;
    parent.append(line);
    return now;
  }

  dayName(date) {
    const days = Math.round((new Date().setHours(12, 0, 0, 0) - new Date(date).setHours(12, 0, 0, 0)) / 86400000);
    if (days === 0) return this.texts["web-today"];
    if (days === 1) return this.texts["web-yesterday"];
    return date.toLocaleDateString(this.language, { weekday: "long", day: "numeric", month: "numeric", year: "numeric" });
  }

  // --- options ---------------------------------------------------------------------------------------------------------

  offer(bubble, options) {
    const group = make("div", "options");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.texts["web-choices"]);
    let asides = 0;
    for (const option of options) {
      const button = make("button", option.aside ? "aside" : "", option.label);
      if (option.aside && asides++ % 2 === 0) button.classList.add("left"); // no flex gap on old phones
      button.type = "button";
      button.addEventListener("click", () => {
        group.querySelectorAll("button").forEach((each) => { each.disabled = true; });
        button.classList.add("chosen");
        this.onChoice(option);
      });
      group.append(button);
    }
    bubble.append(group);
    this.options = group;
  }

  /** A notice's buttons open something at any time: they stay. */
  doors(bubble, options) {
    const group = make("div", "options");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.texts["web-choices"]);
    for (const option of options) {
      const button = make("button", "", option.label);
      button.type = "button";
      button.addEventListener("click", () => {
        button.disabled = true; // not twice by a trembling thumb
        setTimeout(() => { button.disabled = false; }, 2000);
        this.onChoice(option);
      });
      group.append(button);
    }
    bubble.append(group);
  }

  /** The question is answered or over: its buttons go, the words stay. */
  retire() {
    if (this.options) this.options.remove();
    this.options = null;
  }

  // --- the end of the list -----------------------------------------------------------------------------------------------

  dots(shown) {
    clearTimeout(this.quiet);
    this.typing.hidden = !shown;
    if (!shown) return;
    this.quiet = setTimeout(() => { this.typing.hidden = true; }, ANSWER_WITHIN);
    this.settle();
  }

  nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    return this.stuck;
  }

  /** To the end, but never past the beginning of `from`: a long answer is read from its first line. */
  toEnd(from) {
    const { scroller } = this;
    const end = scroller.scrollHeight - scroller.clientHeight;
    const top = from ? from.offsetTop - scroller.offsetTop - 8 : end;
    scroller.scrollTop = Math.min(end, top);
    this.stuck = true;
    this.newest.hidden = end - top < NEAR;
  }

  /** The room changed (keyboard, photos chosen): who was at the end stays there. */
  settle() {
    if (this.stuck) this.toEnd();
  }
}

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}
