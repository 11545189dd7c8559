import { l10n, type QuickPickItem } from 'vscode';
import { parseFlow } from '../../core/iac/flow-text.ts';
import type { NewEndpointRequest } from '../../core/iac/new-endpoint.ts';
import type { Choice, NewEndpointChoices, SubnetChoice } from '../../core/iac/new-endpoint-choices.ts';
import type { Session } from '../session.ts';
import { nothingLoaded, subjectIds } from './arguments.ts';
import { insertInto, placeForCode } from './code.ts';
import { askText, chooseFrom, inSteps, type Answered, type Step } from './steps.ts';

/** What is chosen so far. */
interface Known {
  readonly service?: string;
  readonly vpc?: string;
  readonly subnets?: readonly string[];
  /** Empty for a new one. */
  readonly securityGroups?: readonly string[];
  readonly ports?: readonly string[];
  readonly privateDns?: boolean;
}

type Chosen = NonNullable<NewEndpointChoices['chosen']>;
type Item<T> = QuickPickItem & { readonly value: T; readonly refusal?: string };

/**
 * Asks for what a new endpoint needs, step by step, and inserts its code. What AWS would refuse stays in sight with the
 * reason and cannot be chosen.
 */
export async function newEndpointCode(session: Session, args: readonly unknown[]): Promise<void> {
  if (session.state.view?.capturedAt === undefined) throw nothingLoaded();
  const [given] = subjectIds(args);
  const known = await inSteps<Known>(l10n.t('New VPC Endpoint'), given === undefined ? {} : { service: given }, [
    ...(given === undefined ? [(now: Known, step: Step) => askService(session, now, step)] : []),
    (now, step) => askVpc(session, now, step),
    async (now, step) => askSubnets(await chosen(session, now), now, step),
    async (now, step) => askGroups(await chosen(session, now), now, step),
    async (now, step) => askPorts(await chosen(session, now), now, step),
    async (now, step) => askPrivateDns(await chosen(session, now), now, step),
  ]);
  if (known?.service === undefined || known.vpc === undefined) return;
  const { service, vpc, subnets = [], securityGroups = [], ports, privateDns } = known;
  const request: NewEndpointRequest = {
    service,
    vpc,
    subnets,
    ...(securityGroups.length === 0 ? {} : { securityGroups }),
    ...(ports === undefined ? {} : { ports }),
    ...(privateDns === undefined ? {} : { privateDns }),
  };
  const target = await placeForCode();
  if (target === undefined) return;
  const { format, file } = target;
  await insertInto(target, await session.call('newEndpointCode', { request, format, ...file }));
}

/** Where names, zones and ports are known only of what was looked at, it is read first. */
async function chosen(session: Session, { service = '', vpc = '' }: Known): Promise<Chosen> {
  const ask = async (): Promise<Chosen> => {
    const choices = await session.call('newEndpointChoices', { service, vpc });
    if (choices.chosen === undefined) throw nothingLoaded();
    return choices.chosen;
  };
  const { subjects } = await ask();
  if (subjects.length > 0) await session.deepen({ ids: subjects, fresh: false, depth: 'diagnosis' }, 'user');
  return ask();
}

async function askService(session: Session, known: Known, step: Step): Promise<Answered<Known>> {
  const { services } = await session.call('newEndpointChoices', {});
  const answer = await chooseFrom(step, {
    placeholder: l10n.t('Which service? Choose one, or type a name such as sqs or com.amazonaws.eu-west-1.sqs'),
    items: services.map(choiceItem),
    typed: (text): Item<string> | undefined =>
      /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(text)
        ? { label: text, description: l10n.t('as it is typed'), alwaysShow: true, value: text }
        : undefined,
  });
  return take(answer, ([item]) => ({ ...known, service: item?.value ?? '' }));
}

async function askVpc(session: Session, known: Known, step: Step): Promise<Answered<Known>> {
  const { vpcs } = await session.call('newEndpointChoices', { service: known.service ?? '' });
  const answer = await chooseFrom(step, {
    placeholder: l10n.t('In which VPC?'),
    items: vpcs.map(choiceItem),
    refusal: ({ refusal }) => refusal,
  });
  return take(answer, ([item]) => ({ service: known.service ?? '', vpc: item?.value ?? '' }));
}

async function askSubnets({ subnets }: Chosen, known: Known, step: Step): Promise<Answered<Known>> {
  const zones = new Map(subnets.map((subnet) => [subnet.id, subnet.zoneId]));
  const answer = await chooseFrom(step, {
    placeholder: l10n.t('In which subnets? One in each zone; zones are matched by their ids'),
    items: subnets.map((subnet) => ({ ...choiceItem(subnet), picked: isPicked(subnet, known) })),
    refusal: ({ refusal }) => refusal,
    many: (selected, before) => oneInEachZone(selected, before, ({ value }) => zones.get(value)),
  });
  return take(answer, (items) => ({ ...known, subnets: items.map(({ value }) => value) }));
}

function isPicked({ id, isProposed }: SubnetChoice, { subnets }: Known): boolean {
  return subnets?.includes(id) ?? isProposed;
}

/** The subnet that was taken last has its zone. */
function oneInEachZone<T>(
  selected: readonly T[],
  before: readonly T[],
  zoneOf: (item: T) => string | undefined,
): readonly T[] {
  const added = selected.filter((item) => !before.includes(item));
  const kept = selected.filter((item) => before.includes(item));
  const isTaken = (item: T): boolean =>
    added.some((other) => zoneOf(other) !== undefined && zoneOf(other) === zoneOf(item));
  return [...kept.filter((item) => !isTaken(item)), ...added];
}

async function askGroups({ groups, cidrs, ports }: Chosen, known: Known, step: Step): Promise<Answered<Known>> {
  const isNew = known.securityGroups?.length === 0 || known.securityGroups === undefined;
  const fresh: Item<string> = {
    label: l10n.t('New security group'),
    detail: l10n.t(
      'lets in {0} from {1}, and lets nothing out',
      ports.join(', ') || l10n.t('the ports that you name'),
      cidrs.join(', ') || l10n.t('the CIDRs that you name in the code'),
    ),
    picked: isNew,
    value: '',
  };
  const answer = await chooseFrom(step, {
    placeholder: l10n.t('Which security groups? A new one, or some that exist'),
    items: [
      fresh,
      ...groups.map((group) => ({ ...choiceItem(group), picked: known.securityGroups?.includes(group.id) === true })),
    ],
    // A new one stands alone.
    many: (selected, before) => {
      const added = selected.find((item) => !before.includes(item));
      if (added === undefined) return selected;
      return selected.filter((item) => (item.value === '') === (added.value === ''));
    },
  });
  return take(answer, (items) => ({
    ...known,
    securityGroups: items.flatMap(({ value }) => (value === '' ? [] : [value])),
  }));
}

async function askPorts({ portsUnread }: Chosen, known: Known, step: Step): Promise<Answered<Known> | 'skip'> {
  if (portsUnread === undefined || (known.securityGroups ?? []).length > 0) return 'skip';
  const prompt = l10n.t('On which ports does the service listen? {0}. Ask its provider.', portsUnread);
  const answer = await askText(step, prompt, known.ports?.join(', ') ?? '', (text) =>
    areFlows(portsIn(text))
      ? undefined
      : l10n.t('Give ports from 1 to 65535 with commas between them, such as 443 or udp/53.'),
  );
  return take(answer, (text) => ({ ...known, ports: portsIn(text) }));
}

function portsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function areFlows(texts: readonly string[]): boolean {
  try {
    return texts.map(parseFlow).length > 0;
  } catch {
    return false;
  }
}

async function askPrivateDns({ privateDns }: Chosen, known: Known, step: Step): Promise<Answered<Known>> {
  const on: Item<boolean> = { label: l10n.t('Private DNS on'), value: true };
  const off: Item<boolean> = { label: l10n.t('Private DNS off'), value: false };
  const items: Record<typeof privateDns.kind, () => readonly Item<boolean>[]> = {
    yes: () => [{ ...on, detail: l10n.t('clients use the service’s own name') }, off],
    no: () => [off, { ...on, ...refused('why' in privateDns ? privateDns.why : '') }],
    unknown: () => [off, { ...on, detail: 'why' in privateDns ? notKnown(privateDns.why) : '' }],
  };
  const answer = await chooseFrom(step, {
    placeholder: l10n.t('May the VPC’s clients use the service’s own name?'),
    items: items[privateDns.kind](),
    refusal: ({ refusal }) => refusal,
  });
  return take(answer, ([item]) => ({ ...known, privateDns: item?.value === true }));
}

function choiceItem(given: Choice): Item<string> {
  const { id, name, place: where, refusal, unknown } = given;
  return {
    label: name ?? id,
    description: name === undefined ? where : `${id} · ${where}`,
    value: id,
    ...(refusal === undefined ? (unknown === undefined ? {} : { detail: notKnown(unknown) }) : refused(refusal)),
  };
}

function refused(why: string): Pick<Item<never>, 'detail' | 'refusal'> & { readonly refusal: string } {
  return { detail: `$(circle-slash) ${l10n.t('Cannot be chosen: {0}', why)}`, refusal: why };
}

function notKnown(why: string): string {
  return `$(question) ${l10n.t('Not known: {0}', why)}`;
}

function take<A, B>(answer: Answered<A>, use: (value: A) => B): Answered<B> {
  return answer === undefined || answer === 'back' ? answer : { value: use(answer.value) };
}
