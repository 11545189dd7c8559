import type { FixCommand } from '../../diagnosis.ts';
import { numberBefore } from '../../reachability/network-acl.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../resources/network-acl.ts';
import { awsCommand } from '../command.ts';

/** What an entry is to let through. */
interface Opening {
  readonly protocol: string;
  /** `From=443,To=443`; absent where all ports are meant. */
  readonly ports?: string;
  readonly cidr: string;
  readonly impact: string;
  /** The number of the entry that decides now; the lowest that denies by default. */
  readonly before?: number | undefined;
}

/**
 * The command that lets traffic through a network ACL: an entry before the one that denies, or, where no number is left
 * before that, the end of that one. Entries are looked at from the lowest number on, and numbers start at 1:
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html.
 *
 * @param entries of the ACL
 */
export function openingCommand(
  acl: Pick<NetworkAcl, 'id'>,
  entries: readonly NetworkAclEntry[],
  egress: boolean,
  region: string,
  { protocol, ports, cidr, impact, before }: Opening,
): FixCommand {
  const target = { 'network-acl-id': acl.id, [egress ? 'egress' : 'ingress']: true };
  const place = numberBefore(entries, egress, before);
  if ('denying' in place) {
    return awsCommand(
      'ec2 delete-network-acl-entry',
      region,
      { ...target, 'rule-number': String(place.denying) },
      `takes away the entry that denies it, and all else that it denies in every subnet of ${acl.id}; later entries decide then; takes effect at once`,
    );
  }
  return awsCommand(
    'ec2 create-network-acl-entry',
    region,
    {
      ...target,
      'rule-number': String(place.free),
      protocol,
      ...(ports === undefined ? {} : { 'port-range': ports }),
      'cidr-block': cidr,
      'rule-action': 'allow',
    },
    impact,
  );
}
