import { CONSUMER, PROVIDER, type HealthyEstate } from '../healthy.ts';
import { configured } from '../configured.ts';
import { awsId, textOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { everybody, sound, world } from './faults.ts';

const KNOWN = (): readonly string[] => ['--known-accounts', CONSUMER];
const STRANGERS_ONLY = (): readonly string[] => ['--known-accounts', '123456789012'];
const STRANGER = '999988887777';

/** One more principal that may connect. */
function allows({ service }: HealthyEstate, principal: string, type: string): void {
  service.permissions.push({
    PrincipalType: type,
    Principal: principal,
    ServicePermissionId: awsId('vpce-svc-perm', service.id, principal),
    ServiceId: service.id,
    Tags: [],
  });
}

/** Names another principal than the consumer's account, whose connection stays. */
function allowsOnly({ consumer, service }: HealthyEstate, principal: string): void {
  const services = consumer.tables['ec2:DescribeVpcEndpointServices'];
  services.splice(0, services.length, ...services.filter((item) => item['ServiceName'] !== service.serviceName));
  const [permitted] = service.permissions;
  if (permitted !== undefined) permitted['Principal'] = principal;
}

function acceptsByItself({ service }: HealthyEstate): void {
  service.configuration['AcceptanceRequired'] = false;
  for (const detail of service.details.values()) detail['AcceptanceRequired'] = false;
}

/** The service's own notification, or one of the endpoint, in the given state. */
function notification({ provider, service }: HealthyEstate, state: string): void {
  for (const item of provider.tables['ec2:DescribeVpcEndpointConnectionNotifications']) {
    if (item['ServiceId'] === service.id) item['ConnectionNotificationState'] = state;
  }
}

const LIMITED = (key: string, serviceOwnersLimited: boolean): object => ({ [key]: { serviceOwnersLimited } });

/** What the team says of policies on ec2:CreateVpcEndpoint. */
function limited(key: string, isLimited: boolean): readonly string[] {
  return configured({ answers: LIMITED(key, isLimited) });
}

/** A connection of an account that is a stranger to the estate; it waits unless another state is given. */
function asksFor({ provider, service }: HealthyEstate, given: Item): void {
  const VpcEndpointId = awsId('vpce', 'of another account');
  provider.tables['ec2:DescribeVpcEndpointConnections'].push({
    ServiceId: service.id,
    VpcEndpointId,
    VpcEndpointOwner: STRANGER,
    VpcEndpointState: 'pendingAcceptance',
    CreationTimestamp: '2024-05-06T07:08:09.000Z',
    NetworkLoadBalancerArns: [...(service.configuration['NetworkLoadBalancerArns'] as string[])],
    IpAddressType: 'ipv4',
    VpcEndpointConnectionId: awsId('vpce-con', VpcEndpointId),
    VpcEndpointRegion: provider.region,
    Tags: [],
    ...given,
  });
}

/** The service's only notification, changed. */
function notifies({ provider, service }: HealthyEstate, given: Item): void {
  for (const item of provider.tables['ec2:DescribeVpcEndpointConnectionNotifications']) {
    if (item['ServiceId'] === service.id) Object.assign(item, given);
  }
}

const UNTOLD = {
  subject: 'service',
  hop: 'acceptance',
  effect: 'hygiene',
  verdict: 'healthy',
  owner: 'provider',
} as const;

export const ACC_WORLDS: readonly BrokenWorld[] = [
  world('PL-ACC-011', {
    fault: 'no policy limits whose services may be connected',
    hop: 'endpoint',
    effect: 'note',
    verdict: 'healthy',
    owner: 'consumer',
    args: () => limited(CONSUMER, false),
  }),
  world('PL-ACC-001', {
    fault: 'everybody may connect, and nobody asks who comes',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      everybody(estate);
      estate.service.configuration['AcceptanceRequired'] = false;
      for (const detail of estate.service.details.values()) detail['AcceptanceRequired'] = false;
    },
  }),
  world('PL-ACC-002', {
    fault: 'everybody may ask for a connection',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: everybody,
  }),
  world('PL-ACC-005', {
    fault: 'another account has waited for approval for months',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      asksFor(estate, {});
    },
  }),
  world('PL-ACC-005', {
    fault: 'another account has waited for half an hour more than a day',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      asksFor(estate, { CreationTimestamp: '2026-03-01T09:00:00.000Z' });
    },
  }),
  world('PL-ACC-006', {
    fault: 'requests must be accepted, and nobody is told of them',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: ({ provider }) => {
      provider.tables['ec2:DescribeVpcEndpointConnectionNotifications'].splice(0);
    },
  }),
  world('PL-ACC-006', {
    ...UNTOLD,
    fault: 'requests must be accepted, and the notification is disabled',
    change: (estate) => {
      notifies(estate, { ConnectionNotificationState: 'Disabled' });
    },
  }),
  world('PL-ACC-006', {
    ...UNTOLD,
    fault: 'requests must be accepted, and the notification tells only of what became of them',
    change: (estate) => {
      notifies(estate, { ConnectionEvents: ['Accept', 'Reject', 'Delete'] });
    },
  }),
  world('PL-ACC-006', {
    ...UNTOLD,
    fault: 'requests must be accepted, and only another service has a notification',
    change: (estate) => {
      notifies(estate, { ServiceId: awsId('vpce-svc', 'another') });
    },
  }),
  ...(
    [
      ['available', 'unknown'],
      ['pendingAcceptance', 'healthy'],
    ] as const
  ).map(([state, verdict]) =>
    world('PL-ACC-003', {
      fault: `an endpoint of an account that nobody named is ${state}`,
      subject: 'service',
      hop: 'acceptance',
      effect: 'exposure',
      verdict,
      owner: 'provider',
      change: (estate) => {
        asksFor(estate, { VpcEndpointState: state });
      },
      args: KNOWN,
    }),
  ),
  world('PL-ACC-003', {
    fault: 'an account that nobody named may connect',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      allows(estate, `arn:aws:iam::${STRANGER}:root`, 'Account');
    },
    args: KNOWN,
  }),
  world('PL-ACC-004', {
    fault: 'a named account is let in without approval',
    subject: 'service',
    hop: 'acceptance',
    effect: 'exposure',
    verdict: 'healthy',
    owner: 'provider',
    change: acceptsByItself,
  }),
  world('PL-ACC-007', {
    fault: 'the service’s notification was switched off',
    subject: 'service',
    hop: 'service',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      notification(estate, 'Disabled');
    },
  }),
  world('PL-ACC-007', {
    fault: 'the endpoint’s own notification was switched off',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'consumer',
    change: ({ consumer, endpoint }) => {
      consumer.tables['ec2:DescribeVpcEndpointConnectionNotifications'].push({
        ConnectionNotificationId: awsId('vpce-nfn', endpoint.id),
        VpcEndpointId: endpoint.id,
        ConnectionNotificationType: 'Topic',
        ConnectionNotificationArn: `arn:aws:sns:${consumer.region}:${consumer.account}:endpoints`,
        ConnectionEvents: ['Accept', 'Reject'],
        ConnectionNotificationState: 'Disabled',
      });
    },
  }),
  world('PL-ACC-008', {
    fault: 'the connected account was replaced in the list of principals',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      allowsOnly(estate, `arn:aws:iam::${STRANGER}:root`);
    },
  }),
  world('PL-ACC-009', {
    fault: 'the endpoint leads to an account that is not among the known ones',
    hop: 'service',
    effect: 'exposure',
    verdict: 'unknown',
    owner: 'consumer',
    profiles: ['consumer'],
    args: STRANGERS_ONLY,
  }),
  world('PL-ACC-010', {
    fault: 'a role with a path may connect',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      allows(estate, `arn:aws:iam::${CONSUMER}:role/teams/network`, 'Role');
    },
  }),
  world('PL-ACC-010', {
    fault: 'a user may connect',
    subject: 'service',
    hop: 'acceptance',
    effect: 'hygiene',
    verdict: 'healthy',
    owner: 'provider',
    change: (estate) => {
      allows(estate, `arn:aws:iam::${CONSUMER}:user/maria`, 'User');
    },
  }),
];

export const ACC_SOUND: readonly SoundWorld[] = [
  sound('PL-ACC-011', { what: 'nobody answered', lacks: 'answers.serviceOwnersLimited' }),
  sound('PL-ACC-011', { what: 'a policy limits it', args: () => limited('*', true) }),
  sound('PL-ACC-011', {
    what: 'a policy limits it in this account, and none in others',
    args: () => configured({ answers: { ...LIMITED('*', false), ...LIMITED(CONSUMER, true) } }),
  }),
  sound('PL-ACC-003', { what: 'the known account may connect', subject: 'service', args: KNOWN }),
  sound('PL-ACC-003', {
    what: 'an account that nobody named was rejected',
    subject: 'service',
    change: (estate) => {
      asksFor(estate, { VpcEndpointState: 'rejected' });
    },
    args: KNOWN,
  }),
  sound('PL-ACC-003', {
    what: 'the answer does not say whose endpoint it is',
    subject: 'service',
    change: ({ endpoint }) => {
      delete endpoint.connection?.['VpcEndpointOwner'];
    },
    args: KNOWN,
  }),
  sound('PL-ACC-005', {
    what: 'another account has waited for exactly a day',
    subject: 'service',
    change: (estate) => {
      asksFor(estate, { CreationTimestamp: '2026-03-01T09:30:00.000Z' });
    },
  }),
  sound('PL-ACC-006', { what: 'a notification tells of requests', subject: 'service' }),
  ...['ConnectionEvents', 'ConnectionNotificationState'].map((field) =>
    sound('PL-ACC-006', {
      what: `the notification comes without ${field}`,
      lacks: 'ConnectionEvents or state',
      subject: 'service',
      change: ({ provider, service }) => {
        for (const item of provider.tables['ec2:DescribeVpcEndpointConnectionNotifications']) {
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the field is the case
          if (item['ServiceId'] === service.id) delete item[field];
        }
      },
    }),
  ),
  sound('PL-ACC-003', {
    what: 'nobody named any account',
    lacks: '--known-accounts',
    subject: 'service',
    change: (estate) => {
      allows(estate, `arn:aws:iam::${STRANGER}:root`, 'Account');
    },
  }),
  sound('PL-ACC-004', { what: 'requests wait for approval', subject: 'service' }),
  sound('PL-ACC-004', {
    what: 'only the owner’s own account is let in without approval',
    subject: 'service',
    change: (estate) => {
      acceptsByItself(estate);
      allowsOnly(estate, `arn:aws:iam::${PROVIDER}:root`);
      const connections = estate.provider.tables['ec2:DescribeVpcEndpointConnections'];
      connections.splice(
        0,
        connections.length,
        ...connections.filter((item) => textOf(item, 'ServiceId') !== estate.service.id),
      );
    },
  }),
  sound('PL-ACC-007', { what: 'the service’s notification is enabled', subject: 'service' }),
  sound('PL-ACC-008', { what: 'the connected account is allowed', subject: 'service' }),
  sound('PL-ACC-008', {
    what: 'a role of the connected account is allowed',
    subject: 'service',
    change: ({ service }) => {
      const [permitted] = service.permissions;
      if (permitted !== undefined) permitted['Principal'] = `arn:aws:iam::${CONSUMER}:role/network`;
    },
  }),
  sound('PL-ACC-009', { what: 'the service’s owner is known', args: () => ['--known-accounts', PROVIDER] }),
  sound('PL-ACC-009', { what: 'the service is AWS’s', subject: 'awsEndpoint', args: STRANGERS_ONLY }),
  sound('PL-ACC-010', {
    what: 'a role without a path may connect',
    subject: 'service',
    change: (estate) => {
      allows(estate, `arn:aws:iam::${CONSUMER}:role/network`, 'Role');
    },
  }),
];
