// Names every package that is inside the bundles, with its licence, in ThirdPartyNotices.txt.
//   node scripts/licences.mjs           writes the file
//   node scripts/licences.mjs --check   fails when it is out of date, or a licence is not one that we may ship
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { metafiles, root } from './lib/paths.mjs';

export const noticesFile = join(root, 'ThirdPartyNotices.txt');

/** Licences that allow shipping inside an Apache-2.0 program. EPL-2.0 asks to say where the source is. */
const allowed = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'EPL-2.0', 'ISC', 'MIT']);

/** The folder of the package that a bundled file belongs to, or undefined for a file of our own. */
function packageFolder(input) {
  const match = /^(?:.*:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1];
}

const label = ({ name, version }) => `${name} ${version}`;

/** The packages with code in any bundle, from esbuild's own account of them. */
export function bundledPackages() {
  const folders = new Set();
  const files = readdirSync(metafiles).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new Error('Nothing has been built: run "npm run build" first.');
  for (const file of files) {
    for (const output of Object.values(JSON.parse(readFileSync(join(metafiles, file), 'utf8')).outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const folder = bytesInOutput > 0 ? packageFolder(input) : undefined;
        if (folder) folders.add(folder);
      }
    }
  }
  // The same version may lie in several folders.
  const packages = new Map([...folders].map(describePackage).map((one) => [label(one), one]));
  return [...packages.values()].sort((a, b) => (label(a) < label(b) ? -1 : 1));
}

function describePackage(folder) {
  const path = join(root, folder);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const texts = readdirSync(path)
    .filter((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8').replaceAll('\r\n', '\n').trim());
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? 'none stated'),
    source: sourceAddress(manifest.homepage ?? repository ?? ''),
    text: texts.join('\n\n') || fallbackText(manifest),
  };
}

/** Some packages of a family leave the text to the family's repository; who holds the rights must still be said. */
function fallbackText(manifest) {
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  return `Copyright ${author ?? `the authors of ${manifest.name}`}. Licensed under ${manifest.license}.`;
}

const sourceAddress = (url) =>
  url
    .replace(/^git\+/, '')
    .replace(/^git:/, 'https:')
    .replace(/^([\w-]+\/[\w-]+)$/, 'https://github.com/$1')
    .replace(/\.git$/, '');

/** Whether a licence, or one of the licences that a package offers to choose from, is allowed. */
const mayShip = (licence) =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((one) => allowed.has(one));

/** What may not be shipped, a sentence each. */
export const licenceProblems = (packages) =>
  packages
    .filter(({ licence }) => !mayShip(licence))
    .map(
      ({ name, version, licence }) =>
        `${name} ${version} has the licence "${licence}", which is not among those that may be shipped.`,
    );

/** The notices: packages with the same text stand together above it. */
export function renderNotices(packages) {
  const groups = new Map();
  for (const one of packages) groups.set(one.text, [...(groups.get(one.text) ?? []), one]);
  const line = '-'.repeat(100);
  const sections = [...groups].map(([text, members]) =>
    [
      line,
      ...members.map(({ name, version, licence, source }) => `${name} ${version} · ${licence} · source: ${source}`),
      line,
      '',
      text,
      '',
    ].join('\n'),
  );
  return [
    'PrivateLink Explorer for AWS contains code of the packages below, under the licences that follow each.',
    'The source code of every one of them is at the address beside its name and in the npm registry under that name and version.',
    '',
    ...sections,
  ].join('\n');
}

/** What is wrong with the notices: licences that may not be shipped, or a file that is not what the bundles ask for. */
export function checkNotices() {
  const packages = bundledPackages();
  const problems = licenceProblems(packages);
  const written = existsSync(noticesFile) ? readFileSync(noticesFile, 'utf8') : '';
  if (written !== renderNotices(packages)) {
    problems.push(
      'ThirdPartyNotices.txt is not what the bundles ask for: run "npm run build && node scripts/licences.mjs".',
    );
  }
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) writeFileSync(noticesFile, renderNotices(bundledPackages()));
  const problems = checkNotices();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
