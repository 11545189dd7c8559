// Refuses every connection and name look-up of a Node process that would leave this machine, and writes it down:
// a test run with anything in that file has failed. Loaded with `--require`, in the worker threads of a process too.
const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const loopback = /^(localhost|.*\.localhost|127(\.\d+){3}|::1|0\.0\.0\.0|::|::ffff:127(\.\d+){3})$/i;

function refuse(what) {
  const error = new Error(`Tests do not leave this machine: ${what}`);
  error.code = 'ECONNREFUSED';
  const file = process.env.PRIVATELINK_GUARD_LOG;
  const where = (error.stack ?? '').split('\n').slice(2, 6).join(' ').replaceAll(/\s+/g, ' ');
  if (file) appendFileSync(file, `${what} by ${process.argv.slice(0, 3).join(' ')}${where}\n`);
  return error;
}

/** The host that a call of `socket.connect` names: options, a port and host, or a path. */
function hostOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first.path ? undefined : first.host;
  return typeof second === 'string' ? second : undefined;
}

/** `127.0.0.1`, `127.0.0.1:5353`, `::1`, `[::1]:5353`. */
function hostOfServer(server) {
  return /^\[(.*)\](?::\d+)?$/.exec(server)?.[1] ?? (/^[^:]+:\d+$/.test(server) ? server.split(':')[0] : server);
}

const marker = Symbol.for('privatelink.guard');

if (!globalThis[marker]) {
  globalThis[marker] = true;

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    const host = hostOf(args);
    if (host === undefined || host === null || loopback.test(host)) return connect.apply(this, args);
    const error = refuse(`connect ${host}`);
    process.nextTick(() => this.destroy(error));
    return this;
  };

  for (const name of [
    'lookup',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveAny',
    'resolveSrv',
    'resolveTxt',
    'reverse',
  ]) {
    const original = dns[name];
    dns[name] = function guardedLookup(host, ...rest) {
      if (!host || loopback.test(host)) return original.call(this, host, ...rest);
      const error = refuse(`dns.${name} ${host}`);
      const callback = rest.at(-1);
      if (typeof callback === 'function') process.nextTick(callback, error);
      return undefined;
    };
    const originalPromise = dns.promises[name];
    dns.promises[name] = function guardedPromise(host, ...rest) {
      if (!host || loopback.test(host)) return originalPromise.call(this, host, ...rest);
      return Promise.reject(refuse(`dns.promises.${name} ${host}`));
    };
  }
  // A resolver of one's own is as good as the servers that it asks.
  for (const Resolver of [dns.Resolver, dns.promises.Resolver]) {
    for (const name of ['resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'resolveSrv', 'reverse']) {
      const original = Resolver.prototype[name];
      Resolver.prototype[name] = function guardedResolver(host, ...rest) {
        const outside = this.getServers().find((server) => !loopback.test(hostOfServer(server)));
        if (outside === undefined) return original.call(this, host, ...rest);
        const error = refuse(`Resolver.${name} ${host} at ${outside}`);
        const callback = rest.at(-1);
        if (typeof callback !== 'function') return Promise.reject(error);
        process.nextTick(callback, error);
        return undefined;
      };
    }
  }
  syncBuiltinESMExports();
}
