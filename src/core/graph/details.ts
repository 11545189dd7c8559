import type { Diagnosis, Finding } from '../diagnosis.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { judge } from './build.ts';
import { judgedNode, type Path } from './draft.ts';
import { fieldsOf, type DetailField } from './fields.ts';
import type { GraphNode } from './types.ts';
import { pathsAround } from './paths.ts';
import { SEVERITIES } from '../severity.ts';

/** What the details pane shows of a node; plain data, no markup. */
export interface NodeDetails {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly state: string;
  /** Of an endpoint or service: the verdict on its whole path, in one sentence. Its own hops may well pass. */
  readonly summary?: string;
  readonly fields: readonly DetailField[];
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'title' | 'message'>[];
  /** The endpoint or service that can be diagnosed and generated code for; absent for nodes without one. */
  readonly subject?: string;
}

/**
 * Everything there is to say of one node of the picture.
 *
 * @throws AppError `unknown-resource` when no picture of what was read holds the node
 */
export function describeNode(inventory: Inventory, diagnosis: Diagnosis | undefined, id: string): NodeDetails {
  const paths = pathsAround(inventory, id);
  const found = paths.flatMap((path) => path.nodes).find((node) => node.id === id);
  if (found === undefined) {
    throw new AppError(
      'unknown-resource',
      `${id} is in no diagram of what is loaded. Refresh, then open the diagram again.`,
    );
  }
  const state = judge(paths, diagnosis).get(id) ?? 'none';
  const node = judgedNode(found, state);
  const summary = diagnosis?.subjects.find((subject) => subject.id === id)?.summary;
  return {
    id,
    title: node.label,
    kind: node.kind,
    state,
    ...(summary === undefined ? {} : { summary }),
    fields: fieldsOf(inventory, node),
    findings: findingsOn(paths, diagnosis, node),
    ...(node.subject === undefined ? {} : { subject: node.subject }),
  };
}

/**
 * All findings about a subject; of any other node those that name it, its groups or its ACL. Worst first. Where the
 * diagnoses of several paths say the same of a resource, that of the node's own subject is shown.
 */
function findingsOn(
  paths: readonly Path[],
  diagnosis: Diagnosis | undefined,
  node: GraphNode,
): NodeDetails['findings'] {
  const drafts = paths.flatMap((path) => path.nodes.filter((draft) => draft.id === node.id));
  const resources = new Set(drafts.flatMap((draft) => draft.judged.resources));
  const onPaths = new Set(paths.map((path) => path.subject));
  const subjects = (diagnosis?.subjects ?? [])
    .filter((subject) => onPaths.has(subject.id))
    .sort((a, b) => Number(b.id === node.subject) - Number(a.id === node.subject));
  const said = new Map<string, string>();
  const found = subjects.flatMap((subject) =>
    subject.findings.filter((finding) => {
      if (subject.id !== node.id && !resources.has(finding.resource)) return false;
      const key = `${finding.rule} ${finding.resource}`;
      const by = said.get(key) ?? subject.id;
      said.set(key, by);
      return by === subject.id;
    }),
  );
  return found
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
    )
    .map(({ rule, severity, title, message }) => ({ rule, severity, title, message }));
}
