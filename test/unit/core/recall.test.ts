import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import { createMemory } from '../../../src/core/recall.ts';
import { estateOf } from '../../worlds/estate.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { snapshotOf } from '../../worlds/world.ts';

interface Seen {
  readonly vpcId: string;
  readonly endpoint: { readonly id: string; readonly subnetIds?: readonly string[]; readonly state?: string };
  readonly consumer?: { readonly region: string };
}

const seen = (id: string, more: Partial<Seen> = {}): Seen => ({
  vpcId: 'vpc-1',
  ...more,
  endpoint: { id, subnetIds: ['subnet-a', 'subnet-b'], ...more.endpoint },
});

/** A check that counts how often it is made. */
function counted<R>(check: (context: Seen) => R): {
  readonly check: (context: Seen) => R;
  readonly made: () => number;
} {
  let made = 0;
  return {
    check: (context) => {
      made += 1;
      return check(context);
    },
    made: () => made,
  };
}

describe('what a check said', () => {
  test('is said again of a subject in which it would see the same, by value', () => {
    const memory = createMemory();
    const { check, made } = counted(({ endpoint }) => endpoint.subnetIds?.length);
    expect([seen('a'), seen('b'), seen('c')].map((context) => memory.recall('q', context, check))).toEqual([2, 2, 2]);
    expect(made()).toBe(1);
  });

  test('is not said of one that differs in anything that it looked at', () => {
    const memory = createMemory();
    const { check, made } = counted(({ endpoint, vpcId }) =>
      vpcId === 'vpc-1' ? endpoint.state : `elsewhere, ${endpoint.id}`,
    );
    const contexts = [
      seen('a', { endpoint: { id: 'a', state: 'available' } }),
      seen('b', { endpoint: { id: 'b', state: 'failed' } }),
      seen('c', { vpcId: 'vpc-2' }),
      seen('d', { vpcId: 'vpc-2' }),
    ];
    expect(contexts.map((context) => memory.recall('q', context, check))).toEqual([
      'available',
      'failed',
      'elsewhere, c',
      'elsewhere, d',
    ]);
    expect(made()).toBe(4);
  });

  test('counts that a record is there or not, though nothing in it was looked at', () => {
    const memory = createMemory();
    const check = ({ consumer }: Seen): string => (consumer === undefined ? 'nobody' : 'somebody');
    const contexts = [seen('a'), seen('b', { consumer: { region: 'us-east-1' } }), seen('c')];
    expect(contexts.map((context) => memory.recall('q', context, check))).toEqual(['nobody', 'somebody', 'nobody']);
  });

  test('is not kept when the check threw', () => {
    const memory = createMemory();
    const check = ({ vpcId }: Seen): string => {
      throw new Error(vpcId);
    };
    expect(() => memory.recall('q', seen('a'), check)).toThrow('vpc-1');
    expect(memory.recall('q', seen('a'), ({ vpcId }) => vpcId)).toBe('vpc-1');
  });

  test('stays right where no two subjects are alike', () => {
    const memory = createMemory();
    const ids = Array.from({ length: 1000 }, (_, i) => `vpce-${i}`);
    expect(ids.map((id) => memory.recall('q', seen(id), ({ endpoint }) => endpoint.id))).toEqual(ids);
  });
});

describe('many questions about each subject', () => {
  const made = new Map<string, number>();
  const question =
    (name: string, check: (context: Seen) => unknown) =>
    (context: Seen): { readonly said: string } => {
      made.set(name, (made.get(name) ?? 0) + 1);
      return { said: `${name} ${String(check(context))}` };
    };
  const QUESTIONS = [
    question('vpc', ({ vpcId }) => vpcId),
    question('id', ({ endpoint }) => endpoint.id),
    question('vpc again', ({ vpcId }) => vpcId.length),
    question('state', ({ endpoint, vpcId }) => (vpcId === 'vpc-9' ? endpoint.id : endpoint.state)),
    question('nothing', () => ''),
  ];
  /** The first 300 are of five VPCs and in one state; those that come after differ in what never differed before. */
  const subjects = Array.from({ length: 600 }, (_, i) =>
    seen(`vpce-${i}`, {
      vpcId: i < 300 ? `vpc-${i % 5}` : `vpc-${5 + (i % 6)}`,
      endpoint: { id: `vpce-${i}`, state: i < 300 ? 'available' : ['failed', 'available', 'partial'][i % 3]! },
    }),
  );
  const memory = createMemory();
  made.clear();
  const answers = subjects.map((context) => memory.recallEach('test', QUESTIONS, context));

  test('are answered each as if asked alone, in their order, also of subjects unlike those before', () => {
    expect(answers.map(({ all }) => all())).toEqual(subjects.map((context) => QUESTIONS.map((ask) => ask(context))));
  });

  test('have what is the subject’s own apart, once it is known which that is', () => {
    const last = answers.at(-1)!;
    expect(last.apart).toEqual([{ said: 'id vpce-599' }]);
    expect(last.together.flat().map(({ said }) => said.split(' ')[0])).not.toContain('id');
  });

  test('give one list to all subjects of whom the same is said', () => {
    const [one, , , , , , other] = answers.slice(-30);
    expect(one!.together.length).toBeGreaterThan(1);
    expect(one!.together.some((list, i) => list === other!.together[i])).toBe(true);
  });
});

test('what is made of the same parts is made once', () => {
  const { once } = createMemory();
  const [a, b] = [{}, {}];
  const made = [once('kind', [a, 1], () => ({})), once('kind', [a, 1], () => ({}))];
  expect(made[0]).toBe(made[1]);
  expect(once('kind', [b, 1], () => ({}))).not.toBe(made[0]);
  expect(once('other', [a, 1], () => ({}))).not.toBe(made[0]);
});

describe.each([
  ['the sample', sampleEstate()],
  [
    'forty endpoints of one account',
    snapshotOf(estateOf({ endpoints: 40, services: 5, loadBalancers: 6, targetGroups: 9, vpcs: 4 })),
  ],
])('%s', (_, snapshot) => {
  const inventory = buildInventory([snapshot]);
  const options = { now: inventory.capturedAt };
  const { subjects } = diagnose(inventory, options);

  test('each subject is judged beside all others as it is alone', () => {
    for (const subject of subjects) {
      expect(diagnose(inventory, { ...options, ids: [subject.id] }).subjects).toEqual([subject]);
    }
  });
});
