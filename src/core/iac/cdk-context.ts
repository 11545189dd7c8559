import type { Attribute, Input, Tags, Term } from './model.ts';
import { replaceableText, untouched } from './cdk-text.ts';
import { code, literal, type Code } from './parts.ts';
import { statement, ts, tsCall, tsString, type Ts } from './typescript.ts';

/* What the constructs of all kinds are written with. */

/** The names that the renderer gave out. */
export interface CdkNames {
  readonly inputs: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
  /** A free name for one more variable, or one more construct. */
  readonly take: (words: readonly string[]) => string;
  readonly takeId: (words: readonly string[]) => string;
}

/** What is known of an imported thing besides its ids. */
export interface ImportDetails {
  /** The names of the VPC's zones. */
  readonly zones?: readonly string[] | undefined;
  /** The list with the route table of each subnet. */
  readonly routeTables?: string;
}

export interface Context {
  readonly names: CdkNames;
  readonly input: (key: string) => Input | undefined;
  readonly useInput: (key: string) => string;
  /** A variable with the imported thing, declared once before it is first needed. */
  readonly imported: (as: 'vpc' | 'subnets' | 'security-groups', key: string, details?: ImportDetails) => string;
  readonly variable: (resource: string) => string;
  /** The class of each resource made so far. */
  readonly types: Map<string, string>;
  readonly id: (resource: string) => Ts;
}

/** The statements that make a resource. */
export interface Made {
  readonly lines: readonly Code[];
  readonly notes: readonly string[];
}

/** What an enum calls a value; `undefined` for one that it does not have. */
export function member(name: string, members: Readonly<Record<string, string>>, value: string): Ts | undefined {
  const found = Object.hasOwn(members, value) ? members[value] : undefined;
  return found === undefined ? undefined : ts(`${name}.${found}`);
}

/** `const name = new Type(this, 'Id', {…});`, or `this.name = …` for what others may want of the construct. */
export function declare(
  key: string,
  type: string,
  properties: Ts,
  context: Context,
  need: 'used' | 'unused' = 'used',
): readonly Code[] {
  context.types.set(key, type);
  const made = tsCall(`new ${type}`, ts('this'), context.id(key), properties);
  if (need === 'unused') return statement('', made);
  const variable = context.variable(key);
  return statement(`${variable.startsWith('this.') ? '' : 'const '}${variable} = `, made);
}

/** For the attributes that no property of a construct sets. */
export function attributeLines(variable: string, attributes: readonly Attribute[]): readonly Code[] {
  return attributes.map(({ key, value }) =>
    code(`${variable}.setAttribute(`, tsString(key), ', ', tsString(value), ');'),
  );
}

export function tagLines(variable: string, tags: Tags): readonly Code[] {
  return tags.flatMap(({ key, value }) =>
    statement(
      '',
      tsCall(`Tags.of(${variable}).add`, untouched(key), key === 'Name' ? replaceableText(value) : untouched(value)),
    ),
  );
}

/** What CloudFormation's Ref gives for a construct. */
const ID_OF: Readonly<Record<string, string>> = {
  'ec2.InterfaceVpcEndpoint': 'vpcEndpointId',
  'ec2.GatewayVpcEndpoint': 'vpcEndpointId',
  'ec2.VpcEndpointService': 'vpcEndpointServiceId',
  'elbv2.NetworkLoadBalancer': 'loadBalancerArn',
};

/** The input that a term takes its value from. */
export function inputKey(given: Term | undefined): string {
  return given?.kind === 'input' || given?.kind === 'item' ? given.input : '';
}

/** The expression for a term. */
export function term(given: Term, context: Context): Ts & { readonly kind: 'code' } {
  switch (given.kind) {
    case 'text':
      return { kind: 'code', code: tsString(given.text) };
    case 'input':
      return { kind: 'code', code: literal(context.useInput(given.input)) };
    case 'item':
      return { kind: 'code', code: literal(`${context.useInput(given.input)}[${given.index}]!`) };
    case 'own':
      return {
        kind: 'code',
        code: literal(`${context.variable(given.resource)}.${ID_OF[context.types.get(given.resource) ?? ''] ?? 'ref'}`),
      };
  }
}
