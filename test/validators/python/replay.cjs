// Asks of the real CDK what record.py wrote down. Names go by the CDK's own jsii assembly, which is what Python's bindings
// are made from: a name that is not in it is an error, as it would be there.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { gunzipSync } = require('node:zlib');
const cdk = require('aws-cdk-lib');
const { Construct } = require('constructs');

/** A package's own description: gzipped where it is large, and then the plain file only points to it. */
function assemblyOf(name) {
  const directory = join(__dirname, 'node_modules', name);
  const file = JSON.parse(readFileSync(join(directory, '.jsii'), 'utf8'));
  if (file.filename === undefined) return file.types;
  return JSON.parse(gunzipSync(readFileSync(join(directory, file.filename))).toString('utf8')).types;
}
const assembly = { ...assemblyOf('aws-cdk-lib'), ...assemblyOf('constructs') };
const log = JSON.parse(readFileSync(join(__dirname, 'recorded.json'), 'utf8'));

/** As jsii makes Python's names (codemaker's toSnakeCase). */
const snake = (name) =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll}+)/gu, '$1_$2')
    .toLowerCase();

const fqn = ([module, ...names]) => ['aws-cdk-lib', ...module.split('.').slice(1), ...names].join('.');
const typeOf = (name) => {
  const found = assembly[name];
  if (found === undefined) throw new Error(`the CDK has no ${name}`);
  return found;
};
const inherited = (type) => [type.base, ...(type.interfaces ?? [])].filter((name) => assembly[name] !== undefined);
const membersOf = (name, kind) => {
  const type = typeOf(name);
  return [...(type[kind] ?? []), ...inherited(type).flatMap((parent) => membersOf(parent, kind))];
};
const memberOf = (name, kind, python) => {
  const found = membersOf(name, kind).find((member) => snake(member.name) === python);
  if (found === undefined) throw new Error(`${name} has no ${python} among its ${kind}`);
  return found;
};

const values = [];
const types = [];

function decoded(value) {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if (value.$value !== undefined) return values[value.$value];
  if (value.$name !== undefined) return namedThing(value.$name);
  return Object.fromEntries(value.$map.map(([key, item]) => [key, decoded(item)]));
}

function namedThing([module, ...names]) {
  const root = module
    .split('.')
    .slice(1)
    .reduce((at, name) => at[name], cdk);
  return names.reduce((at, name) => at?.[name], root);
}

/** The properties of a struct under their own names. */
function properties(struct, named) {
  const given = named.$map.map(([key, item]) => [memberOf(struct, 'properties', key).name, decoded(item)]);
  const missing = membersOf(struct, 'properties').filter(
    (member) => member.optional !== true && !given.some(([key]) => key === member.name),
  );
  if (missing.length > 0) throw new Error(`${struct} needs ${missing.map((member) => member.name).join(', ')}`);
  return Object.fromEntries(given);
}

/** Positions first, then what went by name as the struct that the last parameter is. */
function argumentsFor(what, parameters = [], args, named) {
  // Python's None is nothing at all to the CDK.
  const given = decoded(args).map((item) => item ?? undefined);
  if (given.length > parameters.length) throw new Error(`${what} takes ${parameters.length} arguments`);
  const struct = parameters.at(-1)?.type?.fqn;
  if (named.$map.length === 0) return given;
  if (struct === undefined || assembly[struct]?.datatype !== true) throw new Error(`${what} takes no names`);
  const between = Array.from({ length: parameters.length - 1 - given.length });
  return [...given, ...between, properties(struct, named)];
}

function parametersOf(type) {
  if (type.initializer !== undefined) return type.initializer.parameters;
  return type.base === undefined || assembly[type.base] === undefined ? [] : parametersOf(typeOf(type.base));
}

const fqnOf = (value, number) => types[number] ?? value?.constructor?.[Symbol.for('jsii.rtti')]?.fqn;

/** `undefined` where the CDK says nothing of the type: then the name is looked for on the thing itself. */
function ownName(target, kind, python) {
  const value = decoded(target);
  const type = fqnOf(value, target.$value);
  if (type !== undefined && assembly[type] !== undefined) return { value, member: memberOf(type, kind, python) };
  const all = new Set();
  for (let at = value; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) all.add(name);
  }
  const name = [...all].find((one) => snake(one) === python);
  if (name === undefined) throw new Error(`there is no ${python}`);
  return { value, member: { name, parameters: undefined } };
}

const app = new cdk.App({ outdir: 'cdk.out', analyticsReporting: false });
const env = { account: '111122223333', region: 'eu-west-1' };

const OPERATIONS = {
  stack: (name) =>
    new cdk.Stack(app, name.replaceAll('_', '-'), { env, synthesizer: new cdk.BootstraplessSynthesizer() }),
  new(path, args, named, number) {
    if (path[0] === 'constructs') return new Construct(...decoded(args));
    const name = fqn(path);
    const type = typeOf(name);
    if (type.datatype === true) return properties(name, named);
    types[number] = name;
    return new (namedThing(path))(...argumentsFor(name, parametersOf(type), args, named));
  },
  static(path, args, named) {
    const owner = path.slice(0, -1);
    const member = memberOf(fqn(owner), 'methods', path.at(-1));
    return namedThing(owner)[member.name](...argumentsFor(path.join('.'), member.parameters, args, named));
  },
  call(target, name, args, named) {
    const { value, member } = ownName(target, 'methods', name);
    const given = member.parameters === undefined ? decoded(args) : argumentsFor(name, member.parameters, args, named);
    return value[member.name](...given);
  },
  get(target, name) {
    const { value, member } = ownName(target, 'properties', name);
    return value[member.name];
  },
  set(target, name, item) {
    const { value, member } = ownName(target, 'properties', name);
    value[member.name] = decoded(item);
  },
};

log.forEach(([operation, ...args], number) => {
  values[number] = OPERATIONS[operation](...args, number);
});
app.synth();
