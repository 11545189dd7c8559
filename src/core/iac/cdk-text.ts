import { call, cdkText, type Cdk } from './cdk-tree.ts';
import type { Trap } from './traps.ts';

/*
 * The CDK takes `${Token[…]}` in any string, and `#{Token[…]}` in any list, for a value that it has yet to work out.
 * https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
 */

/** Would the CDK take a part of this text for a token? */
export function hasToken(text: string): boolean {
  return text.includes('${Token[') || text.includes('#{Token[');
}

/** What cannot be written as text: keys must be plain strings, and the form for lists is refused in every other place. */
export const CDK_TOKEN: Trap = {
  key: hasToken,
  value: (text) => text.includes('#{Token['),
  what: 'what the CDK takes for a token',
};

/** The string as it is; one that looks like a token or a parameter in the form in which CloudFormation takes `${` for text. */
export function untouched(text: string): Cdk {
  return needsSub(text) ? call('Fn', 'sub', cdkText(text.replaceAll('${', '${!'))) : cdkText(text);
}

/** The same for a string that the user may want to replace. */
export function replaceableText(text: string): Cdk {
  return needsSub(text) ? untouched(text) : cdkText(text, true);
}

function needsSub(text: string): boolean {
  return hasToken(text) || text.includes('${AWS::');
}
