import { text } from '../../core/model/read.ts';
import { OPERATIONS } from '../operations.ts';
import { itemsOf, unique, type Reader } from './reader.ts';

/** The account's resource configurations, gateways and service networks, who reaches them, and with whom they are shared. */
export async function readLattice(reader: Reader): Promise<void> {
  const { ask } = reader;
  await Promise.all([
    ask(OPERATIONS.resourceGateways),
    ask(OPERATIONS.domainVerifications),
    ask(OPERATIONS.resourceConfigurations).then((row) => {
      const dependent = [OPERATIONS.resourceConfiguration, OPERATIONS.resourceEndpointAssociations];
      if (!row.complete) dependent.forEach(reader.notAsked);
      return Promise.all(
        unique(itemsOf([row], 'items').flatMap((item) => text(item, 'id') ?? [])).flatMap((id) =>
          dependent.map((operation) => ask(operation, { resourceConfigurationIdentifier: id })),
        ),
      );
    }),
    ask(OPERATIONS.serviceNetworks).then((row) => {
      const dependent = [OPERATIONS.serviceNetworkResources, OPERATIONS.serviceNetworkEndpoints];
      if (!row.complete) dependent.forEach(reader.notAsked);
      return Promise.all(
        unique(itemsOf([row], 'items').flatMap((item) => text(item, 'id') ?? [])).flatMap((id) =>
          dependent.map((operation) => ask(operation, { serviceNetworkIdentifier: id })),
        ),
      );
    }),
    readShares(reader),
  ]);
}

/** A share is asked for on both of its ends; who takes part in it, only where there is one of ours. */
async function readShares({ ask, notAsked }: Reader): Promise<void> {
  const [own] = await Promise.all([
    ask(OPERATIONS.resourceShares, { resourceOwner: 'SELF' }),
    ask(OPERATIONS.resourceShares, { resourceOwner: 'OTHER-ACCOUNTS' }),
  ]);
  if (itemsOf([own], 'resourceShares').length === 0) {
    if (!own.complete) notAsked(OPERATIONS.resourceShareAssociations);
    return;
  }
  await Promise.all(
    ['PRINCIPAL', 'RESOURCE'].map((type) => ask(OPERATIONS.resourceShareAssociations, { associationType: type })),
  );
}
