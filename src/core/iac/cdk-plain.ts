import { declare, tagStatements, term, type Context, type Made } from './cdk-context.ts';
import { templateNotes, templateResources } from './cloudformation-resources.ts';
import { call, cdkList, cdkText, property, struct, type Cdk, type CdkEntry, type CdkStruct } from './cdk-tree.ts';
import { untouched } from './cdk-text.ts';
import type { PlannedResource, Tags } from './model.ts';
import type { Template, TemplateEntry } from './template.ts';
import { camelCase } from './words.ts';

/*
 * Resources below the constructs, as they stand in a template: for what the second level has no construct, or none that
 * can say it.
 */

/** The modules of the CDK by CloudFormation's name of the service. */
const MODULES: Readonly<Record<string, string>> = {
  EC2: 'ec2',
  ElasticLoadBalancingV2: 'elbv2',
  VpcLattice: 'vpclattice',
};

/** The class of a resource type, for example `ec2.CfnVPCEndpoint`. */
export function classOf(type: string): string {
  const [, service = '', name = ''] = type.split('::');
  return `${MODULES[service] ?? service}.Cfn${name}`;
}

/** @param need whether another resource refers to this one */
export function plainResource(
  planned: PlannedResource & { readonly tags?: Tags },
  context: Context,
  need: 'used' | 'unused',
): Made {
  const [made] = templateResources(planned, context.inputs);
  if (made === undefined) return { statements: [], notes: templateNotes(planned) };
  const type = classOf(made.type);
  const tags = planned.tags ?? [];
  const properties = made.properties.filter(({ key }) => key !== 'Tags' && key !== 'Targets');
  const props = struct(`${type}Props`, propsOf(type, '', properties, context).entries, targetsOf(planned, context));
  return {
    statements: [
      ...declare(planned.key, type, props, context, tags.length > 0 || context.imports ? 'used' : need),
      ...tagStatements(context.variable(planned.key), tags),
    ],
    notes: templateNotes(planned),
  };
}

function propsOf(type: string, name: string, properties: readonly TemplateEntry[], context: Context): CdkStruct {
  const entries = properties.map(({ key, value }): CdkEntry => ({
    key: propertyName(key),
    value: valueOf(type, key, value, context),
  }));
  return struct(name, entries);
}

/** Targets come in with their ports, each as one. */
function targetsOf(planned: PlannedResource, context: Context): readonly CdkEntry[] {
  if (planned.kind !== 'target-group' || planned.targets === undefined) return [];
  const fields = ['id', 'port'];
  const body = struct(
    'elbv2.CfnTargetGroup.TargetDescriptionProperty',
    ...fields.map((name) => property(name, { kind: 'variable', name })),
  );
  return property('targets', { kind: 'fields', list: context.useInput(planned.targets), fields, body });
}

/** `VPCEndpointId` is `vpcEndpointId`. */
function propertyName(key: string): string {
  return camelCase([key]);
}

function valueOf(type: string, key: string, value: Template, context: Context): Cdk {
  switch (value.kind) {
    case 'text':
      return value.style === 'untouched' ? untouched(value.text) : cdkText(value.text, value.style === 'replaceable');
    case 'plain':
      return value;
    case 'term':
      return term(value.term, context);
    case 'regional':
      return call('Fn', 'sub', cdkText(`${value.prefix}.\${AWS::Region}.${value.short}`));
    case 'sequence':
      return cdkList(value.items.map((item) => valueOf(type, key, item, context)));
    case 'mapping':
      if (value.free !== true) return propsOf(type, `${type}.${structName(type, key)}`, value.entries, context);
      return {
        kind: 'map',
        entries: value.entries.map((item) => ({ key: item.key, value: valueOf(type, key, item.value, context) })),
      };
    default:
      return cdkText('');
  }
}

/** What the CDK calls the type of a property, where it is not the property's own name. */
const STRUCTS: Readonly<Record<string, string>> = {
  'ec2.CfnVPCEndpoint DnsOptions': 'DnsOptionsSpecificationProperty',
  'ec2.CfnSecurityGroup SecurityGroupIngress': 'IngressProperty',
  'ec2.CfnSecurityGroup SecurityGroupEgress': 'EgressProperty',
  'elbv2.CfnLoadBalancer LoadBalancerAttributes': 'LoadBalancerAttributeProperty',
  'elbv2.CfnLoadBalancer SubnetMappings': 'SubnetMappingProperty',
  'elbv2.CfnTargetGroup TargetGroupAttributes': 'TargetGroupAttributeProperty',
  'elbv2.CfnTargetGroup Targets': 'TargetDescriptionProperty',
  'elbv2.CfnListener DefaultActions': 'ActionProperty',
  'elbv2.CfnListener TargetGroups': 'TargetGroupTupleProperty',
  'elbv2.CfnListener ListenerAttributes': 'ListenerAttributeProperty',
  'elbv2.CfnListener Certificates': 'CertificateProperty',
};

function structName(type: string, key: string): string {
  return STRUCTS[`${type} ${key}`] ?? `${key}Property`;
}
