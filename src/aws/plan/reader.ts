import { narrowedTo } from '../../core/model/answers.ts';
import { listed } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { SnapshotCall } from '../../core/model/snapshot.ts';
import type { Ledger } from '../ledger.ts';
import type { Operation } from '../operations.ts';

/** How a plan asks. Each request is made once, however many parts of the plan need it. */
export interface Reader {
  readonly account: string;
  readonly region: string;
  /** Asks for everything, or for what the parameters say. */
  readonly ask: (operation: Operation, params?: JsonObject) => Promise<SnapshotCall>;
  /**
   * Asks about some values only, by a filter's name or by the parameter that takes a list of ids; no request at all for
   * values that are known already.
   *
   * @returns the rows that answer, an older one that lists everything included
   */
  readonly askAbout: (operation: Operation, by: string, values: readonly string[]) => Promise<readonly SnapshotCall[]>;
  /** Enters that an operation could not be asked, because the listing that it depends on did not come whole. */
  readonly notAsked: (operation: Operation) => void;
}

/** AWS: at most 200 values in a filter (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
const FILTER_VALUES = 200;
/** DescribeLoadBalancers and DescribeTags take at most 20 ARNs. */
const ARNS = 20;

/**
 * @param send makes the request
 * @param skip enters an operation that is not asked
 */
export function createReader(
  { account, region }: Pick<Reader, 'account' | 'region'>,
  ledger: Ledger,
  send: (operation: Operation, params: JsonObject) => Promise<SnapshotCall>,
  skip: (operation: Operation) => void,
): Reader {
  const asked = new Map<string, Promise<SnapshotCall>>();
  const about = new Map<string, Map<string, Promise<SnapshotCall>>>();
  const requestOf = (operation: Operation, input: JsonObject): string => `${operation.name} ${JSON.stringify(input)}`;
  /** The answer, come or under way, for each value that was asked about. */
  const answersBy = (operation: Operation, by: string): Map<string, Promise<SnapshotCall>> => {
    const key = `${operation.name} ${by}`;
    const answers = about.get(key) ?? new Map<string, Promise<SnapshotCall>>();
    if (!about.has(key)) {
      about.set(key, answers);
      for (const row of ledger.narrowed(operation, by)) {
        for (const value of narrowedTo(row.params)?.values ?? []) answers.set(value, Promise.resolve(row));
      }
    }
    return answers;
  };
  const ask: Reader['ask'] = (operation, params = {}) => {
    const input = { ...operation.constant, ...params };
    const request = requestOf(operation, input);
    const under = asked.get(request);
    if (under !== undefined) return under;
    const known = ledger.answerTo(operation, input);
    const row =
      known === undefined
        ? send(operation, input).then((fresh) => {
            ledger.enter(fresh);
            return fresh;
          })
        : Promise.resolve(known);
    asked.set(request, row);
    return row;
  };
  const skipped = new Set<string>();
  return {
    account,
    region,
    ask,
    async askAbout(operation, by, values) {
      const listing = asked.get(requestOf(operation, { ...operation.constant }));
      if (listing !== undefined) return [await listing];
      const whole = ledger.answerTo(operation, { ...operation.constant });
      if (whole !== undefined) return [whole];
      const answers = answersBy(operation, by);
      const missing = unique(values).filter((value) => !answers.has(value));
      const isFilter = /^[a-z]/.test(by);
      for (const some of chunks(missing, isFilter ? FILTER_VALUES : ARNS)) {
        const filters = { [operation.filterField ?? 'Filters']: [{ Name: by, Values: some }] };
        const row = ask(operation, isFilter ? filters : { [by]: some });
        for (const value of some) answers.set(value, row);
      }
      return Promise.all(new Set(values.flatMap((value) => answers.get(value) ?? [])));
    },
    notAsked(operation) {
      if (skipped.has(operation.name)) return;
      skipped.add(operation.name);
      skip(operation);
    },
  };
}

/** The items of a list in all the rows. */
export function itemsOf(rows: readonly SnapshotCall[], list: string): readonly JsonObject[] {
  return rows.flatMap((row) => listed(row.output, list) ?? []);
}

export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

export function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}
