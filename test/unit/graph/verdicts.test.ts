import { describe, expect, test } from 'vitest';
import type { Diagnosis, HopState, SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildGraph } from '../../../src/core/graph/build.ts';
import type { GraphState } from '../../../src/core/graph/types.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { sampleEstate } from '../../worlds/sample.ts';

/* The picture and the diagnosis are two views of one judgement: neither may say more, or less, than the other. */

const statesIn = (inventory: Inventory, diagnosis: Diagnosis, subject: string): ReadonlySet<GraphState> => {
  const graph = buildGraph(inventory, diagnosis, subject);
  // A service is none the worse for a connection that was rejected: that is told on the connection and its end alone.
  const beside = graph.edges.filter((edge) => edge.kind === 'connects' && edge.target === subject);
  const ids = new Set(beside.flatMap((edge) => [edge.id, edge.source]));
  return new Set([...graph.nodes, ...graph.edges].flatMap(({ id, state }) => (ids.has(id) ? [] : state)));
};

function expectAgreement(inventory: Inventory, diagnosis: Diagnosis, subject: SubjectDiagnosis): void {
  const alone = (change: Partial<SubjectDiagnosis>): Diagnosis => ({
    ...diagnosis,
    subjects: [{ ...subject, ...change }],
  });
  const about = `${subject.id} ${subject.summary}`;
  const all = statesIn(inventory, alone({}), subject.id);
  if (subject.verdict === 'broken') expect(all, about).toContain('fail');
  if (subject.verdict === 'degraded') expect(all.has('warn') || all.has('fail'), about).toBe(true);
  if (subject.verdict === 'unknown') expect(all, about).toContain('unknown');
  if (subject.verdict === 'healthy') expect(all.has('fail') || all.has('warn'), about).toBe(false);
  // Each hop that is not fine shows by itself, without the help of findings.
  const shown: Readonly<Partial<Record<HopState, readonly GraphState[]>>> = {
    fail: ['fail'],
    warn: ['warn', 'fail'],
    unknown: ['unknown'],
  };
  for (const hop of subject.hops) {
    const wanted = shown[hop.state];
    if (wanted === undefined) continue;
    const found = statesIn(inventory, alone({ hops: [hop], findings: [] }), subject.id);
    expect(
      wanted.some((state) => found.has(state)),
      `${hop.hop} is ${hop.state} in ${about}`,
    ).toBe(true);
  }
}

function readBy(world: BrokenWorld): Snapshot {
  const snapshot = world.build();
  const scopes = snapshot.scopes.filter((scope) =>
    scope.profiles.some((profile) => (world.profiles as readonly string[]).includes(profile)),
  );
  return { ...snapshot, scopes };
}

function optionsOf(world: BrokenWorld): { readonly source?: string; readonly port?: number } {
  const value = (name: string): string | undefined => {
    const at = world.args.indexOf(name);
    return at < 0 ? undefined : world.args[at + 1];
  };
  const [source, port] = [value('--source'), value('--port')];
  return { ...(source === undefined ? {} : { source }), ...(port === undefined ? {} : { port: Number(port) }) };
}

describe('picture and diagnosis agree', () => {
  test.each(brokenWorlds.map((world) => [`${world.rule}: ${world.fault}`, world] as const))('%s', (_, world) => {
    const inventory = buildInventory([readBy(world)]);
    const diagnosis = diagnose(inventory, { now: inventory.capturedAt, ids: [world.subject], ...optionsOf(world) });
    for (const subject of diagnosis.subjects) expectAgreement(inventory, diagnosis, subject);
  });

  test('of everything in the sample', () => {
    const inventory = buildInventory([sampleEstate()]);
    const diagnosis = diagnose(inventory, { now: inventory.capturedAt });
    for (const subject of diagnosis.subjects) expectAgreement(inventory, diagnosis, subject);
  });
});
