// Stands in for vitest while mutants run: it keeps the tests of all files, so that any of them can be run again and again
// in this process, each time with its `describe` anew.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const { expect } = chai;

/** @typedef {{ name: string, run: () => unknown }} Test */

/** While a file or a `describe` is read: where its tests go. */
let reading = { name: '', tests: [] };

/** Everything that the files have registered, one group for each outermost `describe` and each test outside one. */
const groups = [];

function read(name, body) {
  const around = reading;
  reading = { name, tests: [] };
  try {
    body();
    return reading.tests;
  } finally {
    reading = around;
  }
}

let depth = 0;

function group(name, body) {
  const build = () => {
    depth++;
    try {
      return read(name, body);
    } finally {
      depth--;
    }
  };
  if (depth > 0) reading.tests.push(...build().map((item) => ({ ...item, name: `${name} > ${item.name}` })));
  else groups.push({ name, build });
}

function single(name, body) {
  if (depth > 0) reading.tests.push({ name, run: body });
  else groups.push({ name, build: () => [{ name, run: body }] });
}

/** `$rule` and `%s` stand for what the case has there. */
function titled(title, row) {
  const values = Array.isArray(row) ? [...row] : [row];
  return title
    .replaceAll(/\$(\w+)/g, (_, key) => String(values[0]?.[key]))
    .replaceAll(/%[sdij]/g, () => String(values.shift()));
}

function withEach(register) {
  const each = (rows) => (title, body) => {
    for (const row of rows) {
      register(titled(title, row), () => (Array.isArray(row) ? body(...row) : body(row)));
    }
  };
  return Object.assign(register, { each });
}

export const describe = withEach(group);
export const test = withEach(single);
export const it = withEach(single);
export const registered = () => groups;
