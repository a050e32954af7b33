// The line to the server: messages as they come, by event stream, and by asking now and then where streams do not pass.

const FIRST_WORD = 8000; // ms: a stream that has not said "ready" by then is held back by some proxy
const ASK_EVERY = 4000;
const LONGEST_PAUSE = 15000;

export class Line {
  /** last() gives the number of the last message seen; onMessages, onState("online" | "connecting"), onEnd are told. */
  constructor({ last, onMessages, onState, onEnd }) {
    this.last = last;
    this.onMessages = onMessages;
    this.onState = onState;
    this.onEnd = onEnd;
    this.failures = 0;
    this.source = null;
    this.timer = 0;
    this.closed = false;
  }

  open() {
    this.drop();
    if (this.closed) return;
    if (!window.EventSource) { this.ask(); return; }
    const source = new EventSource(`/chat/stream?after=${this.last()}`);
    this.source = source;
    this.timer = setTimeout(() => { this.drop(); this.askAlways(); }, FIRST_WORD);
    source.addEventListener("ready", () => { clearTimeout(this.timer); this.fine(); });
    source.onmessage = (event) => this.onMessages([JSON.parse(event.data)]);
    source.onerror = () => { this.drop(); this.later(); };
  }

  /** Look at once: the network is back, or the page is in front again. */
  hurry() {
    if (!this.source && !this.closed) { clearTimeout(this.timer); this.ask(); }
  }

  close() {
    this.closed = true;
    this.drop();
  }

  drop() {
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }

  fine() {
    this.failures = 0;
    this.onState("online");
  }

  later() {
    this.failures += 1;
    if (this.failures > 1) this.onState("connecting"); // one hiccup is not worth a word
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  /** Ask what is new, then go back to the stream. */
  async ask() {
    if (await this.fetch()) this.open();
  }

  async askAlways() {
    if (await this.fetch()) this.timer = setTimeout(() => this.askAlways(), ASK_EVERY);
  }

  async fetch() {
    let answer;
    try {
      answer = await fetch(`/chat/messages?after=${this.last()}`, { credentials: "same-origin" });
      if (answer.status === 401) { this.close(); this.onEnd(); return false; }
      if (!answer.ok) throw new Error(String(answer.status));
      const { messages } = await answer.json();
      if (this.closed) return false;
      this.fine();
      this.onMessages(messages);
      return true;
    } catch (error) {
      if (!this.closed) this.later();
      return false;
    }
  }
}
