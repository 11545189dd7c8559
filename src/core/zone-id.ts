/** True for what has the form of the id of an Availability Zone, which is the same in every account: `use1-az1`. */
export function isZoneId(id: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*-az\d+$/.test(id);
}
