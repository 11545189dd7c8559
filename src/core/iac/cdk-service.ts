import { declare, tagLines, term, type Context, type Made } from './cdk-context.ts';
import type { PlannedService, Term } from './model.ts';
import { property, statement, ts, tsCall, tsList, tsObject, tsText, type Ts, type TsEntry } from './typescript.ts';

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
  const permissions = plain && planned.allowedPrincipals !== undefined;
  const allowed = planned.allowedPrincipals;
  return {
    notes,
    lines: [
      ...declare(planned.key, type, tsObject(properties), context),
      ...(permissions && allowed !== undefined
        ? statement(
            '',
            tsCall(
              'new ec2.CfnVPCEndpointServicePermissions',
              ts('this'),
              tsText(context.names.takeId(['Permissions'])),
              tsObject(
                property('serviceId', ts(`${variable}.ref`)),
                property('allowedPrincipals', term(allowed, context)),
              ),
            ),
          )
        : []),
      ...tagLines(variable, planned.tags),
    ],
  };
}

function serviceProperties(planned: PlannedService, context: Context): readonly TsEntry[] {
  const allowed = planned.allowedPrincipals;
  const types = planned.supportedIpAddressTypes.map((type) => ts(`ec2.IpAddressType.${type.toUpperCase()}`));
  return [
    ...property('vpcEndpointServiceLoadBalancers', loadBalancersOf(planned.networkLoadBalancers, context)),
    ...property('acceptanceRequired', planned.acceptanceRequired),
    ...property(
      'allowedPrincipals',
      allowed && ts(term(allowed, context).code, '.map((arn) => new iam.ArnPrincipal(arn))'),
    ),
    ...property('supportedIpAddressTypes', types.length === 0 ? undefined : tsList(types)),
    ...property(
      'allowedRegions',
      planned.supportedRegions.length === 0
        ? undefined
        : tsList(planned.supportedRegions.map((region) => tsText(region))),
    ),
  ];
}

/** Constructs for the generated ones, `{ loadBalancerArn }` for each that comes in. */
function loadBalancersOf(terms: readonly Term[], context: Context): Ts {
  const own = terms.flatMap((item) => (item.kind === 'own' ? [ts(context.variable(item.resource))] : []));
  const outside = terms.find((item) => item.kind === 'input' || item.kind === 'item');
  if (outside === undefined) return tsList(own);
  const mapped = `${context.useInput(outside.input)}.map((loadBalancerArn) => ({ loadBalancerArn }))`;
  return own.length === 0 ? ts(mapped) : tsList([...own, ts(`...${mapped}`)]);
}

function plainServiceProperties(planned: PlannedService, context: Context): readonly TsEntry[] {
  const strings = (values: readonly string[]): Ts | undefined =>
    values.length === 0 ? undefined : tsList(values.map((value) => tsText(value)));
  const arns = (terms: readonly Term[]): Ts | undefined => {
    const [first] = terms;
    if (first === undefined) return undefined;
    return first.kind === 'input' ? term(first, context) : tsList(terms.map((item) => term(item, context)));
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
