/**
 * The lowest major version of the AWS provider that Terraform files ask for, by their `required_providers`; `undefined`
 * where none of them asks for one. Arguments that only a later version has would not be understood by an earlier.
 * https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 *
 * @param texts whole files of one folder: the constraints of all of them hold together
 */
export function awsProviderMajor(texts: readonly string[]): number | undefined {
  const lowest = texts.flatMap(constraintsIn).flatMap(lowestMajor);
  return lowest.length === 0 ? undefined : Math.max(...lowest);
}

/** The constraints on hashicorp/aws, under whatever name it goes. */
function constraintsIn(text: string): readonly string[] {
  const bare = text
    .slice(0, LONGEST)
    .replace(/"(?:\\.|[^"\\\n])*"|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//g, (found) => (found.startsWith('"') ? found : ' '));
  const blocks = bare.split(/\brequired_providers\s*\{/).slice(1);
  return blocks.flatMap((block) =>
    [...block.matchAll(/[\w-]+\s*=\s*\{([^{}]*)\}/g)].flatMap(([, body = '']) => {
      const source = /\bsource\s*=\s*"([^"]*)"/.exec(body)?.[1] ?? '';
      const version = /\bversion\s*=\s*"([^"]*)"/.exec(body)?.[1];
      return /(?:^|\/)hashicorp\/aws$/i.test(source) && version !== undefined ? [version] : [];
    }),
  );
}

/** Longer than any file in which somebody writes down versions. */
const LONGEST = 1_000_000;

/** `>= 6.2, < 8` begins at 6; what only sets an upper bound begins nowhere. */
function lowestMajor(constraint: string): readonly number[] {
  const bounds = constraint.split(',').flatMap((part) => {
    const [, major = ''] = /^\s*(?:>=|>|~>|=)?\s*v?(\d{1,4})(?:\.\d+)*(?:-[\w.]+)?\s*$/.exec(part) ?? [];
    return major === '' ? [] : [Number(major)];
  });
  return bounds.length === 0 ? [] : [Math.max(...bounds)];
}
