import type { CdkNames } from './cdk-context.ts';
import type { Cdk } from './cdk-tree.ts';
import type { Plan, PlannedResource } from './model.ts';
import { inputWords, kindWords, resourceWords } from './names.ts';
import { camelCase, nameSpace, pascalCase, withKind } from './words.ts';

/** The modules of the CDK that the code may need, by the names that it gives them. */
export const CDK_MODULES: Readonly<Record<string, string>> = {
  ec2: 'aws-cdk-lib/aws-ec2',
  elbv2: 'aws-cdk-lib/aws-elasticloadbalancingv2',
  elbv2Targets: 'aws-cdk-lib/aws-elasticloadbalancingv2-targets',
  iam: 'aws-cdk-lib/aws-iam',
  vpclattice: 'aws-cdk-lib/aws-vpclattice',
};

/** Names from the CDK itself. */
export const CDK_CORE = ['Duration', 'Fn', 'RemovalPolicy', 'Stack', 'Tags'];

/** What others may want of the construct is a property of it. */
export function isField({ kind }: PlannedResource): boolean {
  return ['endpoint', 'service', 'resource-gateway', 'resource-configuration'].includes(kind);
}

/** Of these there is one, where code is about one thing. */
const ALONE: readonly PlannedResource['kind'][] = [
  'endpoint',
  'service',
  'notification',
  'resource-gateway',
  'resource-configuration',
];

/**
 * The names of all that a construct holds.
 *
 * @param reserved what the language keeps, and what its code uses already
 */
export function cdkNames(plan: Plan, reserved: readonly string[]): CdkNames {
  const space = nameSpace([...reserved, ...Object.keys(CDK_MODULES)]);
  const inputs = plan.inputs.map((input): [string, string] => {
    const [short, long] = inputWords(input);
    return [input.key, space.take(camelCase(short), camelCase(long))];
  });
  const ids = nameSpace();
  const alone = plan.subject !== 'several';
  const resources = plan.resources.map((resource) => {
    const onlyOne = alone && ALONE.includes(resource.kind);
    const chosen = onlyOne ? kindWords(resource) : resourceWords(resource);
    const name = space.take(camelCase(chosen));
    const variable: Cdk & { readonly kind: 'variable' | 'field' } = {
      kind: isField(resource) ? 'field' : 'variable',
      name,
    };
    return { key: resource.key, variable, id: ids.take(pascalCase(chosen)) };
  });
  return {
    inputs: new Map(inputs),
    variables: new Map(resources.map(({ key, variable }) => [key, variable])),
    ids: new Map(resources.map(({ key, id }) => [key, id])),
    take: (words) => space.take(camelCase(words)),
    takeId: (words) => ids.take(pascalCase(words)),
  };
}

/**
 * The name of the construct's class.
 *
 * @param taken names of the module that the code goes into
 */
export function className(plan: Plan, taken: readonly string[]): string {
  const suffix = { endpoint: ['Endpoint'], service: ['Service'], resource: ['Resource'], several: ['Endpoints'] }[
    plan.subject
  ];
  const sayings = plan.subject === 'service' ? ['svc'] : ['vpce'];
  return nameSpace([...CDK_CORE, 'Construct', ...taken]).take(pascalCase(withKind(plan.words, suffix, sayings)));
}
