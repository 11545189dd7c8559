import type { EndpointContext } from '../context.ts';
import type { Gap } from '../needs.ts';
import { describeFlow, portPlan, type Flow } from '../ports.ts';
import { aclShare } from '../reachability/network-acl.ts';
import { hasPort } from '../reachability/ports.ts';
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
  const tried = ports.flows.flatMap((flow) => groupCandidates(context).map((source): Trial => ({ flow, source })));
  const open = context.provider.kind === 'visible' ? openFlows(context.provider.context).map(describeFlow) : undefined;
  const stages: readonly ((trial: Trial) => boolean)[] = [
    (trial) => zones.some((zone) => crosses(zone, trial)),
    ({ flow, source }) => hasPort(groupPorts(context, flow.transport, source) ?? [], flow.port),
    ({ flow }) => open === undefined || open.includes(describeFlow(flow)),
  ];
  if (stages.some((stage) => !tried.some(stage))) return undefined;
  if (tried.some((trial) => stages.every((stage) => stage(trial)))) return undefined;
  return {
    reason: 'input-missing',
    missing: [
      'a client and a port that network ACLs and security groups all let through: each lets some through, none the same (--source, --port)',
    ],
  };
}

function crosses(zone: GuardedZone, { flow, source }: Trial): boolean {
  if (source.subnetId === zone.zone.subnetId) return true;
  const inbound = source.ranges.some(
    (range) => aclShare(zone.entries, false, flow.transport, flow.port, range) !== 'none',
  );
  return inbound && repliesThrough(zone.entries, true, flow.transport, source.ranges, source.replies).state !== 'none';
}
