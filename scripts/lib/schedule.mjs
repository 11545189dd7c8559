// Runs jobs side by side, a few at a time, each once those that it needs are done.

/**
 * Jobs start in the order given as places come free. None of them may throw.
 * @template T
 * @param {readonly { name: string, after?: readonly string[], run(): Promise<T> }[]} jobs
 * @param {number} lanes
 * @returns {Promise<Map<string, T>>}
 */
export async function schedule(jobs, lanes) {
  const names = new Set(jobs.map(({ name }) => name));
  const waiting = [...jobs];
  const results = new Map();
  const running = new Set();
  const ready = (job) => (job.after ?? []).every((name) => results.has(name) || !names.has(name));
  while (waiting.length > 0 || running.size > 0) {
    for (let job = waiting.find(ready); job && running.size < lanes; job = waiting.find(ready)) {
      waiting.splice(waiting.indexOf(job), 1);
      const { name, run } = job;
      const promise = run().then((result) => {
        results.set(name, result);
        running.delete(promise);
      });
      running.add(promise);
    }
    if (running.size === 0)
      throw new Error(`These jobs wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
    await Promise.race(running);
  }
  return results;
}
