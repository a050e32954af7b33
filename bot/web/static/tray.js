// Photos chosen and not yet sent, as small pictures that can be taken out again.

import { shrink } from "./photos.js";

const MOST = 10;

export class Tray {
  constructor({ texts, list, note, onChange }) {
    this.texts = texts;
    this.list = list;
    this.note = note;
    this.onChange = onChange;
    this.chosen = [];
    this.work = Promise.resolve();
  }

  get empty() {
    return this.chosen.length === 0;
  }

  /** Photos are made small one after the other, at once: ten decoded together would be too much for an old phone. */
  add(files) {
    const room = MOST - this.chosen.length;
    this.say(files.length > room ? this.texts["web-photo-too-many"] : "");
    for (const file of Array.from(files).slice(0, room)) {
      this.work = this.work.then(() => shrink(file)).then((small) => named(small, file.name));
      this.chosen.push({ ready: this.work, preview: URL.createObjectURL(file) });
    }
    this.draw();
  }

  /** The photos (promises of files) with their previews; the tray is empty then. */
  take() {
    const taken = this.chosen;
    this.chosen = [];
    this.say("");
    this.draw();
    return { photos: taken.map((photo) => photo.ready), previews: taken.map((photo) => photo.preview) };
  }

  say(sentence) {
    this.note.textContent = sentence;
    this.note.hidden = !sentence;
  }

  draw() {
    this.list.textContent = "";
    this.list.hidden = this.empty;
    this.chosen.forEach((photo) => {
      const item = document.createElement("li");
      const picture = document.createElement("img");
      picture.src = photo.preview;
      picture.alt = "";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", this.texts["web-photo-remove"]);
      remove.addEventListener("click", () => this.remove(photo));
      item.append(picture, remove);
      this.list.append(item);
    });
    this.onChange();
  }

  remove(photo) {
    const index = this.chosen.indexOf(photo);
    this.chosen.splice(index, 1);
    URL.revokeObjectURL(photo.preview);
    this.draw();
    const next = this.list.querySelectorAll("button")[Math.min(index, this.chosen.length - 1)];
    (next || document.getElementById("photos")).focus();
  }
}

function named(blob, name) {
  return blob instanceof File ? blob : new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type });
}
