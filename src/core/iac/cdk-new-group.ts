import { declare, inputKey, tagStatements, term, type Context, type Made } from './cdk-context.ts';
import { call, cdkText, named, property, run, struct, type Cdk } from './cdk-tree.ts';
import type { PlannedNewGroup } from './model.ts';

/** A security group for new endpoints; what it lets in is said by a call for each port and CIDR. */
export function newGroup(group: PlannedNewGroup, context: Context): Made {
  const variable = context.variable(group.key);
  const type = 'ec2.SecurityGroup';
  const properties = struct(
    'ec2.SecurityGroupProps',
    property('vpc', context.imported('vpc', inputKey(group.vpc), { zones: group.zones })),
    property('description', group.description),
    property('allowAllOutbound', false),
  );
  const port = (transport: string, number: number): Cdk =>
    call(named('ec2.Port'), transport, { kind: 'plain', value: number });
  return {
    notes: [],
    statements: [
      ...declare(group.key, type, properties, context),
      ...group.ingress.map(({ transport, port: number, family, cidr, description }) =>
        run(
          call(
            variable,
            'addIngressRule',
            call(named('ec2.Peer'), family === 4 ? 'ipv4' : 'ipv6', term(cidr, context)),
            port(transport, number),
            cdkText(description),
          ),
        ),
      ),
      ...tagStatements(variable, group.tags),
    ],
  };
}
