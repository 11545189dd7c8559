import type { Run } from '../context.ts';
import type { Lookup } from '../lookup.ts';
import { weakly } from '../weakly.ts';
import { joinDetail, named, notAHop, type DraftNode } from './draft.ts';

/* The frames of the picture: an account, its Regions, the VPCs in them, and their Availability Zones. */

/** How AWS's own side is called where an account id would stand. */
export const AWS_ACCOUNT = 'amazon';

/** Where an element lies, and whose it is. */
export interface Place {
  /** The id of the frame around it. */
  readonly parent: string;
  readonly account: string;
  readonly region: string;
}

/** An element's place together with the frames that lead there, the outermost first. */
export interface Framed {
  readonly place: Place;
  readonly frames: readonly DraftNode[];
}

/** Every frame holds much: it is made once, for all that lie in it. */
const FRAMES = weakly<Lookup, Map<string, Framed>>(() => new Map());

function once({ lookup }: Run, id: string, make: () => Framed): Framed {
  const made = FRAMES(lookup);
  const frame = made.get(id) ?? make();
  made.set(id, frame);
  return frame;
}

/** In a Region of an account, outside any VPC. */
export function inRegion(run: Run, account: string, region: string): Framed {
  return once(run, `${account} ${region}`, () => regionFrame(run, account, region));
}

function regionFrame(run: Run, account: string, region: string): Framed {
  const id = `region/${account}/${region}`;
  const regionNode: DraftNode = {
    id,
    kind: 'region',
    label: region,
    ...(isUnread(run, account, region) ? { detail: 'not loaded' } : {}),
    parent: accountId(account),
    account,
    region,
    judged: notAHop(),
  };
  return { place: { parent: id, account, region }, frames: [accountNode(run, account), regionNode] };
}

/** In a VPC. Of one that was not read only its id is known, and whose it is is assumed. */
export function inVpc(run: Run, vpcId: string, assumed: string, region: string): Framed {
  return once(run, `${vpcId} ${assumed} ${region}`, () => vpcFrame(run, vpcId, assumed, region));
}

function vpcFrame(run: Run, vpcId: string, assumed: string, region: string): Framed {
  const vpc = run.inventory.vpcs.get(vpcId);
  const account = vpc?.account ?? assumed;
  const outer = inRegion(run, account, region);
  const node: DraftNode = {
    id: vpcId,
    kind: 'vpc',
    ...named(vpcId, vpc?.name, vpc === undefined ? 'not read' : vpc.cidrs?.join(', ')),
    ...outer.place,
    judged: notAHop(vpcId),
  };
  return { place: { parent: vpcId, account, region }, frames: [...outer.frames, node] };
}

/**
 * In an Availability Zone of a VPC, where the zone's id is known: zones have the same ids in every account, and names that
 * each account has for itself (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html).
 */
export function inZone(run: Run, vpc: Framed, zoneId: string | undefined, zoneName?: string): Framed {
  const vpcNode = vpc.frames.at(-1);
  if (zoneId === undefined || vpcNode?.kind !== 'vpc') return vpc;
  const id = `zone/${vpcNode.id}/${zoneId}`;
  return once(run, `${id} ${zoneName ?? ''}`, () => zoneFrame(vpc, id, zoneId, zoneName));
}

function zoneFrame(vpc: Framed, id: string, zoneId: string, zoneName: string | undefined): Framed {
  const node: DraftNode = {
    id,
    kind: 'zone',
    label: zoneId,
    ...(zoneName === undefined ? {} : { detail: zoneName }),
    ...vpc.place,
    judged: notAHop(),
  };
  return { place: { ...vpc.place, parent: id }, frames: [...vpc.frames, node] };
}

/** In the subnet's zone of its VPC. */
export function inSubnet(run: Run, vpc: Framed, subnetId: string | undefined): Framed {
  const subnet = subnetId === undefined ? undefined : run.inventory.subnets.get(subnetId);
  return inZone(run, vpc, subnet?.zoneId, subnet?.zoneName);
}

function accountId(account: string): string {
  return `account/${account}`;
}

/** An account lies in no Region. */
function accountNode(run: Run, account: string): DraftNode {
  const id = accountId(account);
  const base = { id, kind: 'account', account, region: '', judged: notAHop() } as const;
  if (account === AWS_ACCOUNT) return { ...base, label: 'AWS', detail: 'its own services' };
  const loaded = run.inventory.scopes.filter((scope) => scope.account === account);
  const profiles = [...new Set(loaded.flatMap((scope) => scope.profiles))].sort().join(', ');
  const detail = joinDetail(loaded.length === 0 ? 'not loaded' : profiles);
  return { ...base, label: `Account ${account}`, ...(detail === undefined ? {} : { detail }) };
}

/** True for a Region of which nothing was read though the account was; of an account that was not, its own frame says so. */
function isUnread(run: Run, account: string, region: string): boolean {
  const loaded = run.inventory.scopes.filter((scope) => scope.account === account);
  return loaded.length > 0 && loaded.every((scope) => scope.region !== region);
}
