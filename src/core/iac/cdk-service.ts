import { declare, tagStatements, term, type Context, type Made } from './cdk-context.ts';
import { cdkList, cdkText, get, make, named, property, run, struct, type Cdk, type CdkEntry } from './cdk-tree.ts';
import type { PlannedService, Term } from './model.ts';

/** An endpoint service, with the principals that may use it. */
export function service(planned: PlannedService, context: Context): Made {
  const variable = context.variable(planned.key);
  const gateway = planned.gatewayLoadBalancers.length > 0;
  const notes =
    planned.privateDnsName === undefined
      ? []
      : [
          `The private DNS name ${planned.privateDnsName} is not here: add a VpcEndpointServiceDomainName (aws-route53) with its public hosted zone.`,
        ];
  const unknownTypes = planned.supportedIpAddressTypes.some((type) => type !== 'ipv4' && type !== 'ipv6');
  // The construct has no words for these, and keeps the resource below it to itself.
  const plain = gateway || unknownTypes || planned.payerResponsibility !== undefined;
  const type = plain ? 'ec2.CfnVPCEndpointService' : 'ec2.VpcEndpointService';
  const properties = plain ? plainServiceProperties(planned, context) : serviceProperties(planned, context);
  const allowed = planned.allowedPrincipals;
  const permissions = (principals: Term): Cdk => ({
    kind: 'construct',
    type: 'ec2.CfnVPCEndpointServicePermissions',
    id: cdkText(context.names.takeId(['Permissions'])),
    props: struct(
      'ec2.CfnVPCEndpointServicePermissionsProps',
      property('serviceId', get(variable, 'ref')),
      property('allowedPrincipals', term(principals, context)),
    ),
  });
  return {
    notes,
    statements: [
      ...declare(planned.key, type, struct(`${type}Props`, properties), context),
      ...(plain && allowed !== undefined ? [run(permissions(allowed))] : []),
      ...tagStatements(variable, planned.tags),
    ],
  };
}

function serviceProperties(planned: PlannedService, context: Context): readonly CdkEntry[] {
  const allowed = planned.allowedPrincipals;
  const types = planned.supportedIpAddressTypes.map((type) => named(`ec2.IpAddressType.${type.toUpperCase()}`));
  const principal = make('iam.ArnPrincipal', { kind: 'variable', name: 'arn' });
  return [
    ...property('vpcEndpointServiceLoadBalancers', loadBalancersOf(planned.networkLoadBalancers, context)),
    ...property('acceptanceRequired', planned.acceptanceRequired),
    ...property(
      'allowedPrincipals',
      allowed && { kind: 'each', list: term(allowed, context), item: 'arn', numbered: false, body: principal },
    ),
    ...property('supportedIpAddressTypes', types.length === 0 ? undefined : cdkList(types)),
    ...property(
      'allowedRegions',
      planned.supportedRegions.length === 0
        ? undefined
        : cdkList(planned.supportedRegions.map((region) => cdkText(region))),
    ),
  ];
}

/** Constructs for the generated ones, and for each that comes in what can be said of it by its ARN. */
function loadBalancersOf(terms: readonly Term[], context: Context): Cdk {
  const own = terms.flatMap((item) => (item.kind === 'own' ? [context.variable(item.resource)] : []));
  const outside = terms.find((item) => item.kind === 'input' || item.kind === 'item');
  if (outside === undefined) return cdkList(own);
  const imported = context.imported('load-balancers', outside.input);
  return own.length === 0 ? imported : cdkList([...own, { kind: 'spread', of: imported }]);
}

function plainServiceProperties(planned: PlannedService, context: Context): readonly CdkEntry[] {
  const strings = (values: readonly string[]): Cdk | undefined =>
    values.length === 0 ? undefined : cdkList(values.map((value) => cdkText(value)));
  const arns = (terms: readonly Term[]): Cdk | undefined => {
    const [first] = terms;
    if (first === undefined) return undefined;
    return first.kind === 'input' ? term(first, context) : cdkList(terms.map((item) => term(item, context)));
  };
  return [
    ...property('acceptanceRequired', planned.acceptanceRequired),
    ...property('networkLoadBalancerArns', arns(planned.networkLoadBalancers)),
    ...property('gatewayLoadBalancerArns', arns(planned.gatewayLoadBalancers)),
    ...property('supportedIpAddressTypes', strings(planned.supportedIpAddressTypes)),
    ...property('supportedRegions', strings(planned.supportedRegions)),
    ...property('payerResponsibility', planned.payerResponsibility),
  ];
}
