import type { EndpointContext } from '../context.ts';
import { isLatticeEndpoint, latticePath, resourcesOnPath } from '../lattice.ts';
import { openPorts, passageOf } from '../lattice-passage.ts';
import type { Gap } from '../needs.ts';
import { describeFlow, portPlan, type Flow } from '../ports.ts';
import { aclPortsForSome, aclShare } from '../reachability/network-acl.ts';
import { ALL_PORTS, hasPort, intersectPorts, normalizePorts, type PortSet } from '../reachability/ports.ts';
import { groupCandidates, sourcePlan } from '../sources.ts';
import type { Source } from '../workloads.ts';
import { guardedZones, type GuardedZone } from './endpoint-acl.ts';
import { openFlows } from './nlb/pl-nlb-008.ts';
import { groupPorts } from './sg/pl-sg-001.ts';
import { repliesThrough } from './replies.ts';

/*
 * Each rule is content with one client on one port. That proves a path only when it is the same client and the same port
 * at the network ACLs, at the endpoint's groups and at the load balancer's.
 */

interface Trial {
  readonly flow: Flow;
  readonly source: Source;
}

/**
 * What is missing when every one of these lets something through, and nothing that was tried gets through all of them.
 * `undefined` when something does, when no port is known, and when a rule has its own reason not to pass.
 */
export function endToEndGap(context: EndpointContext): Gap | undefined {
  const ports = portPlan(context);
  const sources = sourcePlan(context);
  const zones = guardedZones(context);
  if (ports.gap !== undefined || sources.gap !== undefined || 'gap' in zones) return undefined;
  const resources = isLatticeEndpoint(context) ? portsOfResources(context) : undefined;
  const candidates = groupCandidates(context);
  if (ports.within !== undefined) return ofRanges(context, ports.within, candidates, zones, resources);
  const tried = ports.flows.flatMap((flow) => candidates.map((source): Trial => ({ flow, source })));
  const open = context.provider.kind === 'visible' ? openFlows(context.provider.context).map(describeFlow) : undefined;
  const stages: readonly ((trial: Trial) => boolean)[] = [
    (trial) => zones.some((zone) => crosses(zone, trial)),
    ({ flow, source }) => hasPort(groupPorts(context, flow.transport, source) ?? [], flow.port),
    ({ flow }) => open === undefined || open.includes(describeFlow(flow)),
    ({ flow }) => resources === undefined || hasPort(resources, flow.port),
  ];
  if (stages.some((stage) => !tried.some(stage))) return undefined;
  if (tried.some((trial) => stages.every((stage) => stage(trial)))) return undefined;
  return NONE_THE_SAME;
}

const NONE_THE_SAME: Gap = {
  reason: 'input-missing',
  missing: [
    'a client and a port that network ACLs and security groups all let through: each lets some through, none the same (--source, --port)',
  ],
};

/** The same where ranges of ports are published: any port will do, if it is the same one everywhere. */
function ofRanges(
  context: EndpointContext,
  within: PortSet,
  sources: readonly Source[],
  zones: readonly GuardedZone[],
  resources: PortSet | undefined,
): Gap | undefined {
  const stages = sources.map((source) => ({
    groups: intersectPorts(groupPorts(context, 'tcp', source) ?? [], within),
    acls: intersectPorts(normalizePorts(zones.flatMap((zone) => portsAcross(zone, source))), within),
    resources: resources ?? within,
  }));
  const meet = stages.some(
    (stage) => intersectPorts(intersectPorts(stage.groups, stage.acls), stage.resources).length > 0,
  );
  const each = (['groups', 'acls', 'resources'] as const).every((name) =>
    stages.some((stage) => stage[name].length > 0),
  );
  return meet || !each ? undefined : NONE_THE_SAME;
}

function portsAcross(zone: GuardedZone, source: Source): PortSet {
  if (source.subnetId === zone.zone.subnetId) return ALL_PORTS;
  if (repliesThrough(zone.entries, true, 'tcp', source.ranges, source.replies).state === 'none') return [];
  return normalizePorts(source.ranges.flatMap((range) => aclPortsForSome(zone.entries, false, 'tcp', range)));
}

/** The ports on which a resource behind the endpoint lets its gateway in; `undefined` where that is not known of each. */
function portsOfResources(context: EndpointContext): PortSet | undefined {
  const { services } = latticePath(context);
  const open = resourcesOnPath(context).map((resource) => {
    const passage = passageOf(context, resource);
    return 'gap' in passage ? passage : openPorts(context, passage);
  });
  if (services.length > 0 || open.some((item) => 'gap' in item)) return undefined;
  return normalizePorts(open.flatMap((item) => ('gap' in item ? [] : item)));
}

function crosses(zone: GuardedZone, { flow, source }: Trial): boolean {
  if (source.subnetId === zone.zone.subnetId) return true;
  const inbound = source.ranges.some(
    (range) => aclShare(zone.entries, false, flow.transport, flow.port, range) !== 'none',
  );
  return inbound && repliesThrough(zone.entries, true, flow.transport, source.ranges, source.replies).state !== 'none';
}
