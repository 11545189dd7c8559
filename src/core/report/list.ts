import type { ListRow } from '../list.ts';
import { visible } from './visible.ts';

const COLUMNS = ['name', 'id', 'kind', 'type', 'state', 'account', 'region', 'vpc', 'service'] as const;

/** Endpoints and services for a terminal: columns as wide as their widest cell. Ends with a newline. */
export function renderListText(rows: readonly ListRow[]): string {
  const lines = [
    COLUMNS.map((column) => column.toUpperCase()),
    ...rows.map((row) => COLUMNS.map((column) => visible(row[column]) || '-')),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}
