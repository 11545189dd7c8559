/** A DNS name as it is compared: in lower case, without the dot that ends it. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
