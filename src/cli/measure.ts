import { readFile } from 'node:fs/promises';
import type { DiagnoseOptions } from '../core/diagnosis.ts';
import { readMeasurements, type Measurements } from '../core/measure/measurements.ts';
import { measurementPlan } from '../core/measure/plan.ts';
import { AppError, isAppError } from '../core/model/errors.ts';
import type { Inventory } from '../core/model/inventory.ts';
import { reason } from '../files/reason.ts';
import { checkFile, MAX_FILE_BYTES } from '../files/regular.ts';
import { measure } from '../measure/measure.ts';
import type { Io } from './io.ts';
import { textOption, usage, type Parsed } from './options.ts';

export const MEASURE_OPTIONS = {
  measure: { type: 'boolean' },
  measurements: { type: 'string' },
} as const;

export const MEASURE_USAGE = `  --measure                      look up the endpoint’s names and open TCP connections to it from this machine
  --measurements FILE            use what was measured before, or elsewhere: a report of --measure --format json
`;

/**
 * What a diagnosis is given of measurements: taken now, read from a file, or none.
 *
 * @throws AppError `bad-input` for options that do not go together, `unreadable-file` for a file that holds none
 */
export async function measurementsFor(
  parsed: Parsed,
  inventory: Inventory,
  options: DiagnoseOptions,
  io: Io,
): Promise<Measurements | undefined> {
  const file = textOption(parsed, 'measurements');
  if (file !== undefined) return readFileOf(file, io.now?.() ?? new Date());
  if (parsed.values['measure'] !== true) return undefined;
  const plan = measurementPlan(inventory, options, parsed.positionals[0] ?? '');
  const { names, addresses, ports, textNames } = plan;
  io.err(
    `Measuring from this machine: ${names.length + textNames.length} name(s) to look up, ${addresses.length} address(es) to connect to on ${ports.length === 0 ? 'no known port (--port names one)' : ports.map((port) => `tcp/${port}`).join(', ')}.\n`,
  );
  return measure(plan, { ...io.measuring, signal: io.signal });
}

/** @throws AppError `bad-input`, before anything is read from AWS */
export function checkMeasureOptions(parsed: Parsed): void {
  const wanted = parsed.values['measure'] === true;
  if (wanted && textOption(parsed, 'measurements') !== undefined) {
    throw usage('--measure measures now, --measurements reads what was measured: name one of the two.');
  }
  if (wanted && !/^vpce-(?:svc-)?[0-9a-z]+$/.test(parsed.positionals[0] ?? '')) {
    throw usage('--measure needs the id of one endpoint or endpoint service, such as vpce-0123456789abcdef0.');
  }
}

/** Clocks differ by so much. */
const SKEW_MS = 5 * 60_000;

async function readFileOf(file: string, now: Date): Promise<Measurements> {
  try {
    await checkFile(file, MAX_FILE_BYTES);
    const measured = readMeasurements(JSON.parse(await readFile(file, 'utf8')));
    if (Date.parse(measured.at) > now.getTime() + SKEW_MS) {
      throw new AppError('unreadable-file', `${file} holds no measurements: its time, ${measured.at}, is yet to come.`);
    }
    return measured;
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const why = cause instanceof SyntaxError ? 'it is no JSON' : `it cannot be opened: ${reason(cause)}`;
    throw new AppError('unreadable-file', `${file} holds no measurements: ${why}.`, { cause });
  }
}
