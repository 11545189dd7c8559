import type { Run } from '../context.ts';
import { joinDetail, named, notAHop, type DraftNode } from './draft.ts';

/* The frames of the picture: an account in a Region, and the VPCs in it. */

/** How AWS's own side is called where an account id would stand. */
export const AWS_ACCOUNT = 'amazon';

export function accountId(account: string, region: string): string {
  return `account/${account}/${region}`;
}

export function accountNode(run: Run, account: string, region: string): DraftNode {
  const id = accountId(account, region);
  if (account === AWS_ACCOUNT) {
    return { id, kind: 'account', label: 'AWS', detail: region, account, region, judged: notAHop() };
  }
  const loaded = run.inventory.scopes.filter((scope) => scope.account === account);
  const profiles = [...new Set(loaded.flatMap((scope) => scope.profiles))].sort().join(', ');
  const detail = joinDetail(region, loaded.length === 0 ? 'not loaded' : profiles);
  return {
    id,
    kind: 'account',
    label: `Account ${account}`,
    ...(detail === undefined ? {} : { detail }),
    account,
    region,
    judged: notAHop(),
  };
}

/** The VPC and the account around it; of a VPC that was not read only its id is known, and whose it is is assumed. */
export function vpcNodes(run: Run, vpcId: string, assumed: string, region: string): readonly DraftNode[] {
  const vpc = run.inventory.vpcs.get(vpcId);
  const account = vpc?.account ?? assumed;
  return [
    accountNode(run, account, region),
    {
      id: vpcId,
      kind: 'vpc',
      ...named(vpcId, vpc?.name, vpc === undefined ? 'not read' : vpc.cidrs?.join(', ')),
      parent: accountId(account, region),
      account,
      region,
      judged: notAHop(vpcId),
    },
  ];
}
