// Reads a vector tile of points into columns: what a canvas draws from, without an object a camera.
// Of the format (Mapbox Vector Tile 2.1) only what our tiles hold: points, texts, numbers, flags.

const texts = new TextDecoder();

class Bytes {
  constructor(array, at = 0, end = array.length) {
    this.array = array;
    this.view = new DataView(array.buffer, array.byteOffset, array.byteLength);
    this.at = at;
    this.end = end;
  }

  varint() {
    let value = 0, scale = 1, byte;
    do {
      byte = this.array[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  signed() {
    const n = this.varint();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  }

  part() {
    const length = this.varint();
    const found = new Bytes(this.array, this.at, this.at + length);
    this.at += length;
    return found;
  }

  text() {
    const { at, end } = this.part();
    return texts.decode(this.array.subarray(at, end));
  }

  skip(kind) {
    if (kind === 0) this.varint();
    else if (kind === 2) this.part();
    else this.at += kind === 1 ? 8 : 4;
  }

  // Calls `read(field, kind)` for each field; what it does not take is passed over.
  each(read) {
    while (this.at < this.end) {
      const key = this.varint(), before = this.at;
      read(key >> 3, key & 7);
      if (this.at === before) this.skip(key & 7);
    }
  }
}

function valueOf(bytes) {
  let found = null;
  bytes.each((field) => {
    if (field === 1) found = bytes.text();
    else if (field === 2) { found = bytes.view.getFloat32(bytes.at, true); bytes.at += 4; }
    else if (field === 3) { found = bytes.view.getFloat64(bytes.at, true); bytes.at += 8; }
    else if (field === 4 || field === 5) found = bytes.varint();
    else if (field === 6) found = bytes.signed();
    else if (field === 7) found = bytes.varint() === 1;
  });
  return found;
}

function layerOf(bytes) {
  const features = [], keys = [], values = [];
  let name = "";
  bytes.each((field) => {
    if (field === 1) name = bytes.text();
    else if (field === 2) features.push(bytes.part());
    else if (field === 3) keys.push(bytes.text());
    else if (field === 4) values.push(valueOf(bytes.part()));
  });
  const size = features.length;
  const columns = { x: new Float32Array(size), y: new Float32Array(size) };
  for (const key of keys) columns[key] = new Array(size).fill(null);
  features.forEach((feature, row) => feature.each((field) => {
    if (field !== 2 && field !== 4) return;
    const part = feature.part();
    if (field === 2) while (part.at < part.end) columns[keys[part.varint()]][row] = values[part.varint()];
    else {
      part.varint(); // one MoveTo
      columns.x[row] = part.signed();
      columns.y[row] = part.signed();
    }
  }));
  return [name, { size, columns }];
}

// The layers by name: { size, columns: { x, y in 4,096ths of the tile, and each property } }.
export function read(buffer) {
  const found = {}, bytes = new Bytes(new Uint8Array(buffer));
  bytes.each((field) => {
    if (field !== 3) return;
    const [name, layer] = layerOf(bytes.part());
    found[name] = layer;
  });
  return found;
}
