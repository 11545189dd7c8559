import { diagnose } from '../core/engine.ts';
import { impactOf } from '../core/impact/impact.ts';
import { zoneMatrix } from '../core/impact/matrix.ts';
import { renderZonesMarkdown } from '../core/impact/markdown.ts';
import { renderImpactText, renderZonesText } from '../core/impact/text.ts';
import { unreadAround, unreadListings } from '../core/unread-listings.ts';
import { configurationOption, CONFIG_USAGE } from './configuration.ts';
import { EXIT, json, nothingCollected, type ExitCode, type Io } from './io.ts';
import { choiceOption, parseCommand } from './options.ts';
import { depthFor, openSource, SOURCE_USAGE } from './source.ts';
import { tellUnread } from './unread.ts';

/* What depends on a resource, and what becomes of everything if a zone fails. */

export const IMPACT_USAGE = `privatelink impact ID [options]

ID is of anything that a path consists of (a load balancer, a target group, a target, a listener, a subnet, a security
group, a network ACL, a route table, a VPC, a prefix list, a resource gateway), or of an Availability Zone: use1-az1.

${SOURCE_USAGE}${CONFIG_USAGE}  --format text|json             (default text)
`;

export const ZONES_USAGE = `privatelink zones [ID] [options]

A row for each Availability Zone of each endpoint and service, by zone id; with ID those of one, or of what depends on it.

${SOURCE_USAGE}${CONFIG_USAGE}  --format text|json|markdown    (default text)
`;

const OPTIONS = { format: { type: 'string' }, config: { type: 'string' } } as const;

/** @throws AppError as the command line shows it: for wrong usage, or an id that is nowhere */
export async function runImpact(args: readonly string[], io: Io): Promise<ExitCode> {
  const parsed = parseCommand('impact', args, OPTIONS, { min: 1, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', ['text', 'json'], 'text');
  const configured = await configurationOption(parsed, io);
  // Whatever depends on it may be anywhere.
  const source = await openSource(parsed, io, 'diagnosis');
  if (source.isEmpty) return nothingCollected(io);
  const diagnosis = diagnose(source.inventory, { now: source.now, ...configured });
  const impact = impactOf(source.inventory, diagnosis, parsed.positionals[0] ?? '');
  io.out(format === 'json' ? json(impact) : renderImpactText(impact));
  return EXIT.done;
}

/** @throws AppError as the command line shows it: for wrong usage, or an id that is nowhere */
export async function runZones(args: readonly string[], io: Io): Promise<ExitCode> {
  const parsed = parseCommand('zones', args, OPTIONS, { min: 0, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', ['text', 'json', 'markdown'], 'text');
  const configured = await configurationOption(parsed, io);
  const ids = parsed.positionals;
  const [id] = ids;
  const source = await openSource(parsed, io, depthFor(id));
  if (source.isEmpty) return nothingCollected(io);
  const matrix = zoneMatrix(
    source.inventory,
    diagnose(source.inventory, { now: source.now, ...configured }),
    id === undefined ? undefined : [id],
  );
  switch (format) {
    case 'json':
      io.out(json(matrix));
      break;
    case 'markdown':
      io.out(renderZonesMarkdown(matrix, { capturedAt: source.now, unread: unreadAround(source.inventory, ids) }));
      break;
    case 'text':
      io.out(renderZonesText(matrix));
  }
  if (id === undefined) tellUnread(unreadListings(source.inventory), io);
  return EXIT.done;
}
