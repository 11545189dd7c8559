import { replaceableText, untouched } from './cdk-text.ts';
import {
  call,
  cdkList,
  cdkText,
  get,
  named,
  run,
  self,
  type Cdk,
  type CdkStatement,
  type CdkStruct,
} from './cdk-tree.ts';
import type { Attribute, Input, Tags, Term } from './model.ts';

/* What the constructs of all kinds are written with. */

/** The names that the renderer gave out. */
export interface CdkNames {
  readonly inputs: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, Cdk & { readonly kind: 'variable' | 'field' }>;
  readonly ids: ReadonlyMap<string, string>;
  /** A free name for one more variable, or one more construct. */
  readonly take: (words: readonly string[]) => string;
  readonly takeId: (words: readonly string[]) => string;
}

/** What is not made here, and is needed as a construct. */
export type Imported = 'vpc' | 'public-vpc' | 'subnets' | 'security-groups' | 'load-balancers';

/** What is known of an imported thing besides its ids. */
export interface ImportDetails {
  /** The names of the VPC's zones. */
  readonly zones?: readonly string[] | undefined;
  /** The list with the VPC's public subnets. */
  readonly publicSubnets?: Cdk;
  /** The list with the route table of each subnet. */
  readonly routeTables?: Cdk;
}

export interface Context {
  readonly names: CdkNames;
  /** Whether the code takes over what exists, so that each construct is named once more. */
  readonly imports: boolean;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly useInput: (key: string) => Cdk;
  /** A variable with the imported thing, declared once before it is first needed. */
  readonly imported: (as: Imported, key: string, details?: ImportDetails) => Cdk;
  readonly variable: (resource: string) => Cdk & { readonly kind: 'variable' | 'field' };
  /** The class of each resource made so far. */
  readonly types: Map<string, string>;
  readonly id: (resource: string) => Cdk;
}

/** The statements that make a resource. */
export interface Made {
  readonly statements: readonly CdkStatement[];
  readonly notes: readonly string[];
}

/** What an enum calls a value; `undefined` for one that it does not have. */
export function member(name: string, members: Readonly<Record<string, string>>, value: string): Cdk | undefined {
  const found = Object.hasOwn(members, value) ? members[value] : undefined;
  return found === undefined ? undefined : named(`${name}.${found}`);
}

/** A construct in a variable of its own, or in a property where others may want it. */
export function declare(
  key: string,
  type: string,
  props: CdkStruct,
  context: Context,
  need: 'used' | 'unused' = 'used',
): readonly CdkStatement[] {
  context.types.set(key, type);
  const value: Cdk = { kind: 'construct', type, id: context.id(key), props };
  return need === 'unused' ? [run(value)] : [{ kind: 'declare', target: context.variable(key), value }];
}

/** For the attributes that no property of a construct sets. */
export function attributeStatements(variable: Cdk, attributes: readonly Attribute[]): readonly CdkStatement[] {
  return attributes.map(({ key, value }) => run(call(variable, 'setAttribute', cdkText(key), cdkText(value))));
}

export function tagStatements(variable: Cdk, tags: Tags): readonly CdkStatement[] {
  return tags.map(({ key, value }) =>
    run(
      call(
        call('Tags', 'of', variable),
        'add',
        untouched(key),
        key === 'Name' ? replaceableText(value) : untouched(value),
      ),
    ),
  );
}

/** Security groups as constructs: those from outside in one list where they come in so. */
export function groupsOf(terms: readonly Term[], context: Context): Cdk {
  const [only] = terms;
  const list = inputKey(only);
  if (terms.length === 1 && context.inputs.get(list)?.list === true) return context.imported('security-groups', list);
  return cdkList(
    terms.map((group) => {
      // One that is made as such a construct is one already.
      if (group.kind === 'own' && context.types.get(group.resource) === 'ec2.SecurityGroup') {
        return context.variable(group.resource);
      }
      const id = cdkText(context.names.takeId(['UsedSecurityGroup']));
      return call('ec2.SecurityGroup', 'fromSecurityGroupId', self, id, term(group, context));
    }),
  );
}

/** What CloudFormation's Ref gives for a construct. */
const ID_OF: Readonly<Record<string, string>> = {
  'ec2.InterfaceVpcEndpoint': 'vpcEndpointId',
  'ec2.GatewayVpcEndpoint': 'vpcEndpointId',
  'ec2.VpcEndpointService': 'vpcEndpointServiceId',
  'ec2.SecurityGroup': 'securityGroupId',
  'elbv2.NetworkLoadBalancer': 'loadBalancerArn',
  'elbv2.NetworkTargetGroup': 'targetGroupArn',
};

/** The input that a term takes its value from. */
export function inputKey(given: Term | undefined): string {
  return given?.kind === 'input' || given?.kind === 'item' ? given.input : '';
}

/** The expression for a term. */
export function term(given: Term, context: Context): Cdk {
  switch (given.kind) {
    case 'text':
      return cdkText(given.text);
    case 'input':
      return context.useInput(given.input);
    case 'item':
      return { kind: 'at', of: context.useInput(given.input), index: given.index };
    case 'own': {
      if (given.attribute === 'service-name') return serviceNameOf(given.resource, context);
      const ownId = ID_OF[context.types.get(given.resource) ?? ''];
      if (given.attribute === 'group-id') return get(context.variable(given.resource), ownId ?? 'attrGroupId');
      if (given.attribute === 'id') return get(context.variable(given.resource), 'attrId');
      if (given.attribute === 'arn') return get(context.variable(given.resource), 'attrArn');
      return get(context.variable(given.resource), ownId ?? 'ref');
    }
  }
}

/** The construct knows the name of its service; of the resource below it, the name is put together as AWS does. */
function serviceNameOf(resource: string, context: Context): Cdk {
  const variable = context.variable(resource);
  if (context.types.get(resource) === 'ec2.VpcEndpointService') return get(variable, 'vpcEndpointServiceName');
  const values: Cdk = { kind: 'map', entries: [{ key: 'Id', value: get(variable, 'ref') }] };
  return call('Fn', 'sub', cdkText('com.amazonaws.vpce.${AWS::Region}.${Id}'), values);
}
