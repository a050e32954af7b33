// What the person has said and the server does not have yet: sent one after the other, each with an id of its own, so that
// sending again never says a thing twice. Texts outlive a reload of the page; photos live in memory.

const SHELF = "baocong-unsent";
const LONGEST_PAUSE = 20000;

export class Queue {
  /** onChange(item) is told of every new state: waiting, sending, again, kept, refused; onEnd() when the session is over. */
  constructor({ onChange, onEnd }) {
    this.onChange = onChange;
    this.onEnd = onEnd;
    this.items = [];
    this.busy = false;
    this.timer = 0;
    this.failures = 0;
  }

  /** What a reload left over, but for what `known` says the server has. */
  restore(known) {
    let left = [];
    try { left = JSON.parse(sessionStorage.getItem(SHELF) || "[]"); } catch (error) { left = []; }
    for (const item of left) if (!known(item) && !this.items.some((each) => each.id === item.id)) this.add(item);
  }

  add(item) {
    const full = Object.assign({ id: newId(), text: "", choice: "", start: "", photos: [], state: "waiting", done: 0 }, item);
    this.items.push(full);
    this.keep();
    this.onChange(full);
    this.pump();
    return full;
  }

  drop(item) {
    this.items = this.items.filter((each) => each !== item);
    this.keep();
    this.hurry();
  }

  hurry() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.failures = 0;
    this.pump();
  }

  /** The person wants this one tried again now. */
  retry(item) {
    this.set(item, "waiting");
    this.hurry();
  }

  forget() {
    this.items = [];
    this.keep();
  }

  keep() {
    const texts = this.items.filter((item) => item.photos.length === 0);
    const plain = texts.map(({ id, text, choice, start, label }) => ({ id, text, choice, start, label }));
    try { sessionStorage.setItem(SHELF, JSON.stringify(plain)); } catch (error) { /* private mode: memory must do */ }
  }

  set(item, state, say) {
    item.state = state;
    item.say = say || "";
    this.onChange(item);
  }

  async pump() {
    if (this.busy || this.timer) return;
    const item = this.items.find((each) => each.state !== "refused");
    if (!item) return;
    this.busy = true;
    this.set(item, "sending");
    const answer = await post(item, () => this.onChange(item));
    this.busy = false;
    if (!this.items.includes(item)) { this.pump(); return; }
    if (answer.status === 202) {
      this.failures = 0;
      this.items = this.items.filter((each) => each !== item);
      this.keep();
      this.set(item, "kept");
    } else if (answer.status === 401) {
      this.set(item, "again");
      this.onEnd();
      return;
    } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
      this.set(item, "refused", answer.say);
    } else {
      this.failures += 1;
      this.set(item, "again", answer.say);
      const pause = Math.max(answer.wait * 1000, Math.min(LONGEST_PAUSE, 800 * 2 ** this.failures));
      this.timer = setTimeout(() => { this.timer = 0; this.pump(); }, pause);
      return;
    }
    this.pump();
  }
}

/** One request; {status: 0} when the network failed. XMLHttpRequest, because it alone tells how far an upload has come. */
async function post(item, onProgress) {
  const photos = await Promise.all(item.photos); // they may still be on their way through `shrink`
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const finish = () => {
      let say = "";
      try { say = JSON.parse(request.responseText).say || ""; } catch (error) { say = ""; }
      done({ status: request.status, say, wait: Number(request.getResponseHeader("Retry-After")) || 0 });
    };
    request.onload = finish;
    request.onerror = request.onabort = request.ontimeout = () => done({ status: 0, say: "", wait: 0 });
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      item.done = event.loaded / event.total;
      onProgress();
    };
    request.open("POST", "/chat/send");
    request.timeout = photos.length ? 600000 : 30000;
    request.setRequestHeader("X-Baocong", "1");
    const fields = { id: item.id, text: item.text, choice: item.choice, start: item.start, language: document.documentElement.lang };
    if (photos.length === 0) {
      request.setRequestHeader("Content-Type", "application/json");
      request.send(JSON.stringify(fields));
      return;
    }
    const form = new FormData();
    for (const name of Object.keys(fields)) form.append(name, fields[name]);
    for (const photo of photos) form.append("photo", photo, photo.name || "photo.jpg");
    request.send(form);
  });
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
