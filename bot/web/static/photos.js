// Makes photos small enough for a slow link, before they are sent. What this device cannot decode goes as it is.

const LONGEST = 2000;
const SMALL_ENOUGH = 600 * 1024;

/** A JPEG of at most 2,000 px that keeps the day it was taken and nothing else; or the file itself. */
export async function shrink(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  try {
    const picture = await decode(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // under what was transparent
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!small || small.size >= file.size) return file;
    return withDay(small, await dayTaken(file));
  } catch (error) {
    return file;
  }
}

/** An <img> turns upright by itself where the browser knows EXIF; a plain bitmap would not. */
function decode(file) {
  return new Promise((done, fail) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => { URL.revokeObjectURL(url); done(image); };
    image.onerror = () => { URL.revokeObjectURL(url); fail(new Error("not decoded")); };
    image.src = url;
  });
}

function read(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

/** EXIF DateTimeOriginal ("2026:11:20 07:15:00"), or "". */
async function dayTaken(file) {
  const view = new DataView(await read(file.slice(0, 128 * 1024)));
  try {
    if (view.getUint16(0) !== 0xffd8) return "";
    let place = 2;
    while (view.getUint16(place) !== 0xffe1 || view.getUint32(place + 4) !== 0x45786966) {
      if (view.getUint8(place) !== 0xff || view.getUint16(place) === 0xffda) return "";
      place += 2 + view.getUint16(place + 2);
    }
    const start = place + 10;
    const little = view.getUint16(start) === 0x4949;
    const entry = (directory, tag) => {
      const count = view.getUint16(start + directory, little);
      for (let n = 0; n < count; n += 1) {
        const at = start + directory + 2 + n * 12;
        if (view.getUint16(at, little) === tag) return view.getUint32(at + 8, little);
      }
      return 0;
    };
    const details = entry(view.getUint32(start + 4, little), 0x8769);
    const at = details && entry(details, 0x9003);
    if (!at) return "";
    let text = "";
    for (let n = 0; n < 19; n += 1) text += String.fromCharCode(view.getUint8(start + at + n));
    return /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(text) ? text : "";
  } catch (error) {
    if (error instanceof RangeError) return ""; // the segment goes on beyond what was read
    throw error;
  }
}

/** The JPEG with an EXIF segment that holds the moment and nothing more: no place, no device. */
function withDay(jpeg, moment) {
  if (!moment) return jpeg;
  const segment = new DataView(new ArrayBuffer(2 + 2 + 6 + 8 + 18 + 18 + 20));
  segment.setUint16(0, 0xffe1);
  segment.setUint16(2, segment.byteLength - 2);
  segment.setUint32(4, 0x45786966); // "Exif", 0, 0
  const start = 10;
  segment.setUint32(start, 0x4d4d002a); // big-endian
  segment.setUint32(start + 4, 8);
  directory(segment, start + 8, 0x8769, 4, 1, 26);
  directory(segment, start + 26, 0x9003, 2, 20, 44);
  for (let n = 0; n < 19; n += 1) segment.setUint8(start + 44 + n, moment.charCodeAt(n));
  return new Blob([jpeg.slice(0, 2), segment.buffer, jpeg.slice(2)], { type: "image/jpeg" });
}

function directory(view, at, tag, type, count, value) {
  view.setUint16(at, 1);
  view.setUint16(at + 2, tag);
  view.setUint16(at + 4, type);
  view.setUint32(at + 6, count);
  view.setUint32(at + 10, value);
}
