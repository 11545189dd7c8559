// Child processes, each in a group of its own: ending one ends everything that it started.
import { spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/** Groups that are still running, so that an interrupt of ours can end them. */
const running = new Set();

/**
 * Starts a command in its own process group.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: !isWindows });
  running.add(child);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code: code ?? 1, signal }));
  }).finally(() => running.delete(child));
  return { child, exited, stop: () => stop(child, exited) };
}

function signalGroup(child, signal) {
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has already gone.
  }
}

async function stop(child, exited) {
  if (child.pid === undefined) return;
  signalGroup(child, 'SIGTERM');
  const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), 5000);
  await exited;
  clearTimeout(kill);
  // A leader that ends politely may leave others of its group behind.
  signalGroup(child, 'SIGKILL');
}

/**
 * Runs a command to its end and returns its output. Never throws: a command that cannot be started has code 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeout?: number, onOutput?: (text: string) => void }} [options]
 */
export async function run(command, args, options = {}) {
  const { timeout, onOutput, ...rest } = options;
  const started = start(command, args, rest);
  let stdout = '';
  let stderr = '';
  started.child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    onOutput?.(text);
  });
  started.child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    onOutput?.(text);
  });
  let timedOut = false;
  const timer =
    timeout &&
    setTimeout(() => {
      timedOut = true;
      void started.stop();
    }, timeout);
  const closed = new Promise((resolve) => started.child.once('close', resolve));
  const { code, signal, error } = await started.exited;
  // The streams end with the last process that holds them; one that outlives its leader must not hang us.
  if (!error) await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  clearTimeout(timer);
  if (error) stderr += `${error.message}\n`;
  if (timedOut) stderr += `ended after ${Math.round(timeout / 1000)} s without finishing\n`;
  return { code: timedOut ? 124 : code, signal, stdout, stderr, output: stdout + stderr };
}

/** Ends every group that is still running; for signal handlers. */
export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child, new Promise((resolve) => child.once('exit', resolve)))));
}

/** On Ctrl-C or a polite end, takes the children along and exits. */
export function stopChildrenOnSignals(onStop = (/** @type {string} */ _signal) => {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      onStop(signal);
      void stopAll().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
}
