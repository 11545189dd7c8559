import type { JsonObject } from '../model/json.ts';
import type { CdkNames, Context, ImportDetails, Imported, Made } from './cdk-context.ts';
import { endpoint } from './cdk-endpoint.ts';
import { newGroup } from './cdk-new-group.ts';
import { listener, loadBalancer, targetGroup } from './cdk-load-balancer.ts';
import { classOf, plainResource } from './cdk-plain.ts';
import { service } from './cdk-service.ts';
import {
  call,
  cdkComment,
  cdkList,
  cdkText,
  get,
  named,
  property,
  run,
  self,
  struct,
  type Cdk,
  type CdkStatement,
} from './cdk-tree.ts';
import { templateResources } from './cloudformation-resources.ts';
import type { TemplateResource } from './template.ts';
import type { Input, Plan, PlannedResource } from './model.ts';
import { resourceWords } from './names.ts';
import { nameSpace, pascalCase, type NameSpace } from './words.ts';

export interface Constructs {
  /** Statements, in groups that an empty line separates. */
  readonly groups: readonly (readonly CdkStatement[])[];
  /** The keys of the inputs that they need. */
  readonly used: ReadonlySet<string>;
  /** The class of each resource. */
  readonly types: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  /** What to do with the code, where it takes over what exists. */
  readonly header: readonly string[];
  /** What `cdk import --resource-mapping` takes. */
  readonly toImport?: JsonObject;
}

/**
 * The statements that make the resources of a plan: second-level constructs where they can say all of it.
 *
 * @param imports whether the code takes over what exists: then each resource has a logical id of its own choice, by which
 *   the mapping names it
 */
export function constructs(plan: Plan, names: CdkNames, imports: boolean): Constructs {
  const used = new Set<string>();
  const types = new Map<string, string>();
  const notes: string[] = [];
  const declared = new Map<string, Cdk>();
  const importedThings: CdkStatement[] = [];
  const inputs = new Map(plan.inputs.map((input) => [input.key, input]));
  const useInput = (key: string): Cdk => {
    used.add(key);
    return { kind: 'variable', name: names.inputs.get(key) ?? '', list: inputs.get(key)?.list ?? false };
  };
  const context: Context = {
    names,
    inputs,
    useInput,
    imported: (as, key, details = {}) => {
      const name = `${as} ${key}`;
      const known = declared.get(name);
      if (known !== undefined) return known;
      const made = importStatement(as, inputs.get(key), useInput(key), names, details);
      declared.set(name, made.target);
      importedThings.push(made);
      return made.target;
    },
    imports,
    types,
    variable: (resource) => names.variables.get(resource) ?? { kind: 'variable', name: '' },
    id: (resource) => cdkText(names.ids.get(resource) ?? ''),
  };
  const mapping: Record<string, JsonObject> = {};
  const logicalIds = nameSpace();
  const groups = plan.resources.flatMap((resource): readonly (readonly CdkStatement[])[] => {
    const found = templateResources(resource, inputs);
    const lost =
      imports && resource.keptFrom === undefined ? found.filter(({ identifier }) => identifier === undefined) : [];
    // What goes with a resource may be lost alone; without the resource itself nothing is left.
    const isLost = lost.length > 0 && lost[0] === found[0];
    const whole = isLost ? { statements: [], notes: [] } : madeOf(resource, context);
    const made = lost.length > 0 ? { ...whole, notes: [...whole.notes, leftOut(lost)] } : whole;
    const kept = imports && resource.keptFrom !== undefined ? [`Not to be imported: ${resource.keptFrom}.`] : [];
    notes.push(...resource.notes, ...made.notes, ...kept);
    const comments = [...resource.comments, ...resource.notes, ...made.notes, ...kept].map(cdkComment);
    const before = importedThings.splice(0);
    const taken =
      imports && kept.length === 0 && !isLost ? takenOver(resource, context, logicalIds) : { statements: [], ids: {} };
    Object.assign(mapping, taken.ids);
    return [...(before.length === 0 ? [] : [before]), [...comments, ...made.statements, ...taken.statements]];
  });
  return {
    groups,
    used,
    types,
    notes,
    ...(imports ? { header: importHeader(mapping), toImport: mapping } : { header: [] }),
  };
}

function importHeader(mapping: JsonObject): readonly string[] {
  if (Object.keys(mapping).length === 0) return [];
  return [
    'To import what exists: cdk import STACK --resource-mapping mapping.json, and then cdk drift STACK.',
    'mapping.json:',
    JSON.stringify(mapping),
  ];
}

/**
 * The CDK makes logical ids of the place in the tree, which only the program that uses the code knows: an import names
 * them, so they are chosen here. What is taken over is kept when the stack goes.
 */
function takenOver(
  resource: PlannedResource,
  context: Context,
  logicalIds: NameSpace,
): { readonly statements: readonly CdkStatement[]; readonly ids: Readonly<Record<string, JsonObject>> } {
  const name = pascalCase(resourceWords(resource));
  const isPlain = (context.types.get(resource.key) ?? '').includes('.Cfn');
  const variable = context.variable(resource.key);
  const ids: Record<string, JsonObject> = {};
  const importable = templateResources(resource, context.inputs).filter(({ identifier }) => identifier !== undefined);
  const statements = importable.flatMap((made, index): readonly CdkStatement[] => {
    const id = logicalIds.take(index === 0 ? name : `${name}Permissions`);
    ids[id] = made.identifier ?? {};
    const type = classOf(made.type);
    const permissions: Cdk = { kind: 'child', of: isPlain ? self : variable, type, id: 'Permissions' };
    const own: Cdk = isPlain ? variable : { kind: 'child', of: variable, type };
    const below = index === 0 ? own : permissions;
    return [
      run(call(below, 'overrideLogicalId', cdkText(id))),
      run(call(below, 'applyRemovalPolicy', named('RemovalPolicy.RETAIN'))),
    ];
  });
  return { statements, ids };
}

/** What an import cannot take over must not stand beside what it does. */
function leftOut(lost: readonly TemplateResource[]): string {
  const types = lost.map(({ type }) => type).join(', ');
  return `Left out: CloudFormation cannot import what it is (${types}). Add it once the import is done.`;
}

/** What an imported thing is called, alone and among others, and the words of the ids of its constructs. */
const IMPORTED: Readonly<
  Record<Imported, { readonly words: readonly string[]; readonly id: string; readonly input: string }>
> = {
  vpc: { words: ['vpc'], id: 'Vpc', input: 'vpcId' },
  'public-vpc': { words: ['public', 'vpc'], id: 'PublicVpc', input: 'vpcId' },
  subnets: { words: ['subnets'], id: 'Subnet', input: 'subnetIds' },
  'security-groups': { words: ['security', 'groups'], id: 'SecurityGroup', input: 'securityGroupIds' },
  'load-balancers': { words: ['load', 'balancers'], id: 'LoadBalancer', input: 'loadBalancerArns' },
};

function importStatement(
  as: Imported,
  input: Input | undefined,
  from: Cdk,
  names: CdkNames,
  details: ImportDetails,
): CdkStatement & { readonly kind: 'declare' } {
  const { words, id, input: short } = IMPORTED[as];
  const prefix = from.kind === 'variable' && from.name === short ? [] : (input?.prefix ?? []);
  const target = { kind: 'variable', name: names.take([...prefix, ...words]) } as const;
  const scoped = names.takeId([...prefix, id]);
  const each = (item: string, body: Cdk): Cdk => ({ kind: 'each', list: from, item, numbered: true, body });
  const numbered: Cdk = { kind: 'number', text: scoped };
  switch (as) {
    case 'vpc':
    case 'public-vpc': {
      const known = [...new Set(details.zones ?? [])].sort();
      const availabilityZones =
        known.length === 0
          ? get(call('Stack', 'of', self), 'availabilityZones')
          : cdkList(known.map((zone) => cdkText(zone)));
      const attributes = struct(
        'ec2.VpcAttributes',
        property('vpcId', from),
        property('availabilityZones', availabilityZones),
        property('publicSubnetIds', details.publicSubnets),
      );
      return {
        kind: 'declare',
        target,
        value: call('ec2.Vpc', 'fromVpcAttributes', self, cdkText(scoped), attributes),
      };
    }
    case 'subnets': {
      const subnetId: Cdk = { kind: 'variable', name: 'subnetId' };
      const tables = details.routeTables;
      const made =
        tables === undefined
          ? call('ec2.Subnet', 'fromSubnetId', self, numbered, subnetId)
          : call(
              'ec2.Subnet',
              'fromSubnetAttributes',
              self,
              numbered,
              struct(
                'ec2.SubnetAttributes',
                property('subnetId', subnetId),
                property('routeTableId', { kind: 'index', of: tables }),
              ),
            );
      return { kind: 'declare', target, value: each('subnetId', made) };
    }
    case 'security-groups': {
      const groupId: Cdk = { kind: 'variable', name: 'groupId' };
      const made = call('ec2.SecurityGroup', 'fromSecurityGroupId', self, numbered, groupId);
      return { kind: 'declare', target, value: each('groupId', made) };
    }
    case 'load-balancers': {
      const arn: Cdk = { kind: 'variable', name: 'loadBalancerArn' };
      const attributes = struct('elbv2.NetworkLoadBalancerAttributes', property('loadBalancerArn', arn));
      const made = call('elbv2.NetworkLoadBalancer', 'fromNetworkLoadBalancerAttributes', self, numbered, attributes);
      return { kind: 'declare', target, value: each('loadBalancerArn', made) };
    }
  }
}

/** Gateway Load Balancers have no second-level construct, nor have their groups and listeners. */
function madeOf(resource: PlannedResource, context: Context): Made {
  switch (resource.kind) {
    case 'security-group':
      return plainResource(resource, context, 'used');
    case 'security-group-rule':
      return plainResource(resource, context, 'unused');
    case 'endpoint':
      return endpoint(resource, context);
    case 'service':
      return service(resource, context);
    case 'load-balancer':
      if (resource.type === 'gateway') return plainResource(resource, context, 'used');
      return { statements: loadBalancer(resource, context), notes: [] };
    case 'target-group':
      if (resource.protocol === 'GENEVE') return plainResource(resource, context, 'used');
      return { statements: targetGroup(resource, context), notes: [] };
    case 'service-network':
      return plainResource(resource, context, 'used');
    case 'network-resource':
    case 'flow-log':
    case 'accepter':
      return plainResource(resource, context, 'unused');
    case 'listener':
      if (resource.protocol === undefined) return plainResource(resource, context, 'unused');
      return { statements: listener(resource, context), notes: [] };
    case 'new-group':
      return newGroup(resource, context);
    case 'notification':
      return plainResource(resource, context, 'unused');
    case 'resource-gateway':
    case 'resource-configuration':
      return plainResource(resource, context, 'used');
  }
}
