/** What a rule says of the zones that are left: that they work, or that they do what it missed in another one. */
const VERBS = { work: ['works', 'work'], do: ['does', 'do'] } as const;

/**
 * What a fault in one zone means for clients, by what is left beside it.
 *
 * @param left how many zones of the endpoint, or of the load balancer, still work
 * @param isOneZone true where clients use a zonal name
 * @param none what is said where no zone is left
 */
export function zonesLeft(
  left: number,
  verb: keyof typeof VERBS,
  isOneZone: boolean | undefined,
  none: string,
): string {
  if (isOneZone === true) return 'a zonal name leads to no other zone.';
  if (left === 0) return none;
  const [one, many] = VERBS[verb];
  return `${left} zone${left === 1 ? ` ${one}` : `s ${many}`}. Clients on the Regional name move away, clients on zonal names or fixed addresses fail.`;
}
