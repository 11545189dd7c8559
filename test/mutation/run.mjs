// Negates each condition of the rules and moves each boundary by one, one at a time, and asks the tests: a mutant that all
// of them let pass is one that they would not miss.
//   node test/mutation/run.mjs [--results FILE] [--only PL-NLB-006,reachability] [--sample 200 [--seed 1]]
//     [--again LOG] [--tests lanes,broken]
// With --again, only the mutants that an earlier run's output says survive; with --tests, only the files with such names.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { out, root } from '../../scripts/lib/paths.mjs';
import { schemataOf } from './schemata.mjs';

const { values } = parseArgs({
  options: {
    results: { type: 'string', default: join(out, 'results', 'mutation.json') },
    only: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    again: { type: 'string' },
    tests: { type: 'string' },
  },
});

/** What decides a verdict: the rules, what they share, and how a packet is followed. */
const MUTATED = /src\/core\/(rules|reachability)\/.+\.ts$/;
/** The registry lists, `rule.ts` has types and constructors, `command.ts` words: nothing is decided there. */
const UNDECIDED = /\/(index|registry|rule|command|requirements)\.ts$/;
/**
 * The tests that say what a rule must find, and where it must be silent. Those that take away each answer in turn would see
 * little that these do not, and take most of the time.
 */
const TESTS = [
  'test/unit/core/{rules,proof,reachability,policy,certificate-end,boundaries,lanes,lanes-of,lost-packets,stand-in,told,transports,measured,answers,balancers,zones}.test.ts',
  'test/unit/worlds/{broken,sound,healthy-worlds,together,lattice,routed,blocked-flows,inspection}.test.ts',
  'test/unit/impact/{matrix,impact}.test.ts',
  'test/mutation/walks.ts',
];

const { harness, state, mutants } = await load();
const baseline = runAll(harness.registered());
const judged = judge(baseline, mutants);
report(judged);

/** Bundles tests and engine into one program, with the mutants in it, and reads the tests. */
async function load() {
  const found = [];
  let last = 0;
  const mutate = {
    name: 'mutate',
    setup({ onLoad }) {
      onLoad({ filter: MUTATED }, ({ path }) => {
        const file = relative(root, path);
        if (UNDECIDED.test(path)) return undefined;
        const { code, mutants: own } = schemataOf(readFileSync(path, 'utf8'), file, () => ++last);
        found.push(...own);
        return { contents: code, loader: 'ts' };
      });
      // What one mutant made of an object must not be kept for the next.
      onLoad({ filter: /src\/core\/weakly\.ts$/ }, () => ({
        contents: 'export const weakly = (compute) => compute; export const byText = (compute) => compute;',
      }));
    },
  };
  const asked = values.tests?.split(',');
  const files = TESTS.flatMap((pattern) => braces(pattern))
    .filter((file) => asked === undefined || asked.some((part) => file.includes(part)))
    .sort();
  const outfile = join(out, 'mutation', 'program.mjs');
  const here = (name) => join(root, 'test', 'mutation', name);
  await build({
    stdin: {
      contents: [
        `export { state } from ${JSON.stringify(here('runtime.mjs'))};`,
        `export * as harness from ${JSON.stringify(here('harness.mjs'))};`,
        ...files.map((file) => `import ${JSON.stringify(join(root, file))};`),
      ].join('\n'),
      resolveDir: root,
    },
    alias: { vitest: here('harness.mjs') },
    plugins: [mutate],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  const program = await import(pathToFileURL(outfile).href);
  return { ...program, mutants: found };
}

/** `{a,b}.ts` as two names: the files of a pattern. */
function braces(pattern) {
  const [, before, inside, after] = /^(.*)\{(.+)\}(.*)$/.exec(pattern) ?? [];
  return inside === undefined ? [pattern] : inside.split(',').map((name) => `${before}${name}${after}`);
}

/** Runs all tests without a mutant: which mutants each one passes, and how long its group takes. */
function runAll(groups) {
  return groups.map((group) => {
    const began = performance.now();
    state.passed = new Set();
    const tests = group.build();
    const shared = state.passed;
    const passes = tests.map(({ run }) => {
      state.passed = new Set(shared);
      run();
      return state.passed;
    });
    const name = [group.name, ...tests.map((item) => item.name)].join(' > ');
    return { group, name, passes, took: performance.now() - began };
  });
}

/** @returns the mutants with the group of tests that saw each; none for those that survive */
function judge(runs, all) {
  const wanted = values.only?.toLowerCase().split(',');
  const survived = values.again === undefined ? undefined : survivorsIn(readFileSync(values.again, 'utf8'));
  const chosen = sampled(
    all.filter(
      (mutant) =>
        (wanted === undefined || wanted.some((part) => mutant.file.includes(part))) &&
        (survived === undefined || survived.has(withoutLine(line(mutant)))),
    ),
  );
  return chosen.map((mutant, index) => {
    if (index % 100 === 0) console.error(`${index} of ${chosen.length} mutants`);
    return { mutant, seenBy: killerOf(mutant, runs) };
  });
}

/** What a run says of a mutant that no test saw. */
function line({ file, line: at, what }) {
  return `survives: ${file}:${at}: ${what}`;
}

/** The lines of a file move when something else in it changes. */
function withoutLine(text) {
  return text.replace(/:\d+: /, ': ');
}

function survivorsIn(log) {
  return new Set(log.split('\n').map(withoutLine));
}

/** So many of them, the same ones for the same seed; all where no sample was asked for. */
function sampled(all) {
  if (values.sample === undefined) return all;
  console.log(`${values.sample} of ${all.length} mutants, seed ${values.seed}`);
  const place = ({ id }) => createHash('sha256').update(`${values.seed} ${id}`).digest('hex');
  return [...all].sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(0, Number(values.sample));
}

/** The first group of tests that fails, those about the rule itself first. */
function killerOf({ id, file }, runs) {
  const rule = basename(file, '.ts').toUpperCase();
  const distance = ({ name }) => (name.includes(rule) ? 0 : 1);
  const passing = runs.filter(({ passes }) => passes.some((passed) => passed.has(id)));
  state.active = id;
  try {
    return passing
      .sort((a, b) => distance(a) - distance(b) || a.took - b.took)
      .find(({ group, passes }) => fails(group, (index) => passes[index].has(id)));
  } finally {
    state.active = 0;
  }
}

function fails(group, isConcerned) {
  try {
    const tests = group.build();
    tests.forEach(({ run }, index) => {
      if (isConcerned(index)) run();
    });
    return false;
  } catch {
    return true;
  }
}

function report(all) {
  const survivors = all.filter(({ seenBy }) => seenBy === undefined);
  const areas = new Map();
  for (const { mutant, seenBy } of all) {
    const area = dirname(mutant.file).replace('src/core/', '');
    const { killed = 0, total = 0 } = areas.get(area) ?? {};
    areas.set(area, { killed: killed + (seenBy === undefined ? 0 : 1), total: total + 1 });
  }
  for (const [area, { killed, total }] of [...areas].sort()) console.log(`${area.padEnd(20)} ${killed} of ${total}`);
  for (const { mutant } of survivors) console.log(line(mutant));
  console.log(`${all.length - survivors.length} of ${all.length} mutants killed`);
  mkdirSync(dirname(values.results), { recursive: true });
  const outcome = {
    passed: all.length - survivors.length,
    failed: survivors.length,
    skipped: 0,
    failures: survivors.map(({ mutant }) => ({
      title: `a mutant survives in ${mutant.file}:${mutant.line}`,
      message: mutant.what,
    })),
    skips: [],
  };
  writeFileSync(values.results, JSON.stringify(outcome));
  process.exitCode = survivors.length > 0 ? 1 : 0;
}
