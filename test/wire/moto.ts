import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** How long moto may take to import its services on a busy machine. */
const START_TIMEOUT_MS = 90_000;

/**
 * Starts moto_server on a free loopback port and waits until it answers.
 *
 * @param program the path of moto_server, as `tool` finds it
 */
export async function startMoto(program: string): Promise<MotoServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A group of its own, because the program may be a wrapper that starts the real one.
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-4000);
  });
  let exited: string | undefined;
  const exit = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      exited = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      exited = `exit ${code ?? signal ?? 'unknown'}`;
      resolve();
    });
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is already gone.
    }
  };
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await exit;
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (exited !== undefined) throw new Error(`moto_server did not start (${exited}): ${output}`);
    if (await answers(url)) return { url, stop };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`moto_server did not answer within ${START_TIMEOUT_MS / 1000} s: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

/** A port that nothing listens on now: moto_server cannot say which one it got when asked for any. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
