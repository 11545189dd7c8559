import { visible } from '../core/report/visible.ts';
import { unreadSentence, type UnreadListing } from '../core/unread-listings.ts';
import type { Io } from './io.ts';

/** Says on `err` what a listing may lack. */
export function tellUnread(unread: readonly UnreadListing[], io: Io): void {
  for (const listing of unread) io.err(`${visible(unreadSentence(listing))}\n`);
}
