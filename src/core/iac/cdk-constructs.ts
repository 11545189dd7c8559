import type { CdkNames, Context, ImportDetails, Made } from './cdk-context.ts';
import { endpoint, notification } from './cdk-endpoint.ts';
import { listener, loadBalancer, targetGroup } from './cdk-load-balancer.ts';
import { service } from './cdk-service.ts';
import type { Input, Plan, PlannedResource } from './model.ts';
import { commentText, literal, type Code } from './parts.ts';
import { property, statement, ts, tsCall, tsList, tsObject, tsText } from './typescript.ts';

export interface Constructs {
  /** Statements, in groups that an empty line separates. */
  readonly groups: readonly (readonly Code[])[];
  /** The keys of the inputs that they need. */
  readonly used: ReadonlySet<string>;
  /** The class of each resource. */
  readonly types: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** Does the code use this name? What stands in comments and strings does not count. */
export function usesIn(text: string, name: string): boolean {
  const bare = text.replace(/\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, '');
  return new RegExp(`(?<![A-Za-z0-9_$.])${name}\\.`).test(bare);
}

/** The statements that make the resources of a plan: second-level constructs where they can say all of it. */
export function constructs(plan: Plan, names: CdkNames): Constructs {
  const used = new Set<string>();
  const types = new Map<string, string>();
  const notes: string[] = [];
  const declared = new Map<string, string>();
  const imports: Code[][] = [];
  const inputs = new Map(plan.inputs.map((input) => [input.key, input]));
  const useInput = (key: string): string => {
    used.add(key);
    return names.inputs.get(key) ?? '';
  };
  const context: Context = {
    names,
    input: (key) => inputs.get(key),
    useInput,
    imported: (as, key, details = {}) => {
      const name = `${as} ${key}`;
      const known = declared.get(name);
      if (known !== undefined) return known;
      const made = importStatement(as, inputs.get(key), useInput(key), names, details);
      declared.set(name, made.variable);
      imports.push([...made.lines]);
      return made.variable;
    },
    types,
    variable: (resource) => names.variables.get(resource) ?? '',
    id: (resource) => tsText(names.ids.get(resource) ?? ''),
  };
  const groups = plan.resources.flatMap((resource): readonly (readonly Code[])[] => {
    const made = madeOf(resource, context);
    notes.push(...resource.notes, ...made.notes);
    const comments = [...resource.comments, ...resource.notes, ...made.notes].map((text) =>
      literal(`// ${commentText(text)}`),
    );
    const before = imports.splice(0);
    return [...(before.length === 0 ? [] : [before.flat()]), [...comments, ...made.lines]];
  });
  return { groups, used, types, notes };
}

function importStatement(
  as: 'vpc' | 'subnets' | 'security-groups',
  input: Input | undefined,
  from: string,
  names: CdkNames,
  details: ImportDetails,
): { readonly variable: string; readonly lines: readonly Code[] } {
  const first = input?.prefix ?? [];
  switch (as) {
    case 'vpc': {
      const variable = names.take(from === 'vpcId' ? ['vpc'] : [...first, 'vpc']);
      const known = [...new Set(details.zones ?? [])].sort();
      const availabilityZones =
        known.length === 0 ? ts('Stack.of(this).availabilityZones') : tsList(known.map((zone) => tsText(zone)));
      const attributes = tsObject(property('vpcId', ts(from)), property('availabilityZones', availabilityZones));
      const id = names.takeId(from === 'vpcId' ? ['Vpc'] : [...first, 'Vpc']);
      return {
        variable,
        lines: statement(
          `const ${variable} = `,
          tsCall('ec2.Vpc.fromVpcAttributes', ts('this'), tsText(id), attributes),
        ),
      };
    }
    case 'subnets': {
      const variable = names.take(from === 'subnetIds' ? ['subnets'] : [...first, 'subnets']);
      const id = names.takeId(from === 'subnetIds' ? ['Subnet'] : [...first, 'Subnet']);
      const tables = details.routeTables;
      const imported =
        tables === undefined
          ? `ec2.Subnet.fromSubnetId(this, \`${id}\${index + 1}\`, subnetId)`
          : `ec2.Subnet.fromSubnetAttributes(this, \`${id}\${index + 1}\`, { subnetId, routeTableId: ${tables}[index] })`;
      return {
        variable,
        lines: [
          literal(`const ${variable} = ${from}.map((subnetId, index) =>`),
          literal(`  ${imported},`),
          literal(');'),
        ],
      };
    }
    case 'security-groups': {
      const variable = names.take(
        from === 'securityGroupIds' ? ['security', 'groups'] : [...first, 'security', 'groups'],
      );
      const id = names.takeId(from === 'securityGroupIds' ? ['SecurityGroup'] : [...first, 'SecurityGroup']);
      return {
        variable,
        lines: [
          literal(`const ${variable} = ${from}.map((groupId, index) =>`),
          literal(`  ec2.SecurityGroup.fromSecurityGroupId(this, \`${id}\${index + 1}\`, groupId),`),
          literal(');'),
        ],
      };
    }
  }
}

function madeOf(resource: PlannedResource, context: Context): Made {
  switch (resource.kind) {
    case 'endpoint':
      return endpoint(resource, context);
    case 'service':
      return service(resource, context);
    case 'load-balancer':
      return { lines: loadBalancer(resource, context), notes: [] };
    case 'target-group':
      return { lines: targetGroup(resource, context), notes: [] };
    case 'listener':
      return { lines: listener(resource, context), notes: [] };
    case 'notification':
      return { lines: notification(resource, context), notes: [] };
  }
}
